using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using FapiAuthServer.Architecture.Tests.Documents;

namespace FapiAuthServer.Architecture.Tests.PublicApi;

/// <summary>What a library lets others use: one line per type and member, sorted, so that a change is a readable diff.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly library)
    {
        var types = library.GetExportedTypes().Where(type => !IsGenerated(type)).OrderBy(TypeName.Full, StringComparer.Ordinal);
        return $"# Generated. Renew with: {RecordedText.Command}\n\n" + string.Join("\n", types.SelectMany(type => (string[])[Heading(type), .. Members(type).Order(StringComparer.Ordinal).Select(member => "    " + member), ""]));
    }

    private static string Heading(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parents = new[] { type.BaseType }.Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.GetInterfaces().Where(contract => contract.IsVisible).OrderBy(contract => contract.Name, StringComparer.Ordinal))
            .Select(parent => TypeName.Short(parent!)).ToList();

        return $"{kind} {TypeName.Full(type)}{(parents.Count > 0 && !type.IsEnum ? " : " + string.Join(", ", parents) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");

        return type.GetMembers(Declared).Where(member => !IsGenerated(member)).Select(Describe).OfType<string>();
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) => $"{Static(method)}{TypeName.Of(method.ReturnParameter)} {method.Name}{TypeName.Parameters(method)}({Parameters(method)})",
        MethodInfo { IsSpecialName: true } method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => $"static {TypeName.Of(method.ReturnParameter)} {method.Name}({Parameters(method)})",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsVisible) => $"{Static(property.GetAccessors(nonPublic: true)[0])}{TypeName.Of(property)} {property.Name} {{ {Accessors(property)}}}",
        FieldInfo field when field.IsPublic || field.IsFamily => field.IsLiteral
            ? $"const {TypeName.Of(field)} {field.Name} = {(field.FieldType == typeof(string) ? $"\"{field.GetRawConstantValue()}\"" : field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeName.Of(field)} {field.Name}",
        EventInfo @event when @event.AddMethod is { } add && IsVisible(add) => $"event {TypeName.Short(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property)
        => (property.GetMethod is { } get && IsVisible(get) ? "get; " : "")
            + (property.SetMethod is { } set && IsVisible(set) ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; " : "");

    private static string Parameters(MethodBase method)
        => (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(parameter
            => $"{Kind(parameter)}{TypeName.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")}"));

    private static string Kind(ParameterInfo parameter)
        => parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What a record gets from the compiler is not a decision of ours.
    private static bool IsGenerated(MemberInfo member)
        => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && member is not PropertyInfo || member.Name.Contains('<', StringComparison.Ordinal)
            || member.Name is "EqualityContract" or "PrintMembers" or "Deconstruct" && member.DeclaringType?.GetMethod("<Clone>$") is not null;
}
