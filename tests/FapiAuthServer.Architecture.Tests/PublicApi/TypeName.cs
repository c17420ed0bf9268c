using System.Reflection;

namespace FapiAuthServer.Architecture.Tests.PublicApi;

/// <summary>Types as C# writes them, with what may be null.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
        [typeof(double)] = "double",
    };

    public static string Of(ParameterInfo parameter) => Name(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
    public static string Of(PropertyInfo property) => Name(property.PropertyType, new NullabilityInfoContext().Create(property));
    public static string Of(FieldInfo field) => Name(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Short(Type type) => Name(type, null);

    public static string Full(Type type) => $"{type.Namespace}.{(type.DeclaringType is { } outer ? Short(outer) + "." : "")}{Short(type)}";

    public static string Parameters(MethodInfo method)
        => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Short))}>" : "";

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying, null) + "?";

        var question = !type.IsValueType && (nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable }) ? "?" : "";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{question}";
        if (!type.IsGenericType)
            return Keywords.GetValueOrDefault(type, type.Name) + question;

        var arguments = type.GetGenericArguments().Select((argument, index) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{question}";
    }
}
