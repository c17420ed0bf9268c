using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace FapiAuthServer.Architecture.Tests.Dependencies;

/// <summary>What the compiled assemblies refer to, bodies of asynchronous methods and lambdas included.</summary>
internal static class CompiledCode
{
    public static Assembly Server { get; } = Assembly.Load("FapiAuthServer");
    public static Assembly Jose { get; } = Assembly.Load("FapiAuthServer.Jose");
    public static Assembly Sca { get; } = Assembly.Load("FapiAuthServer.Sca");
    public static Assembly ResourceServer { get; } = Assembly.Load("FapiAuthServer.ResourceServer");

    public static IReadOnlyList<Assembly> Products { get; } = [Server, Jose, Sca, ResourceServer];

    private static readonly Lazy<IReadOnlyList<IType>> Loaded = new(() => [.. new ArchLoader().LoadAssemblies([.. Products]).Build().Types]);

    public static IEnumerable<Dependency> Dependencies()
        => from type in Loaded.Value
           where !NamespaceOf(type).Contains(".Migrations", StringComparison.Ordinal)
           from dependency in type.Dependencies
           where IsOurs(dependency.Target) && OutermostName(dependency.Target) != OutermostName(type)
           select new Dependency(LayerOf(type), LayerOf(dependency.Target), $"{OutermostName(type)} uses {OutermostName(dependency.Target)}");

    /// <summary>Names of the types whose code reads this property, getters of records included.</summary>
    public static IEnumerable<string> ReadersOf(System.Type owner, string property)
        => from type in Loaded.Value
           where type.Dependencies.OfType<MethodCallDependency>().Any(call
               => call.Target.FullName == owner.FullName && call.TargetMember.Name.StartsWith($"get_{property}(", StringComparison.Ordinal))
           select OutermostFullName(type);

    private static bool IsOurs(IType type) => (NamespaceOf(type) + ".").StartsWith("FapiAuthServer.", StringComparison.Ordinal);

    private static string LayerOf(IType type) => Layers.Of(NamespaceOf(type), OutermostName(type));

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? ""; // type parameters have none

    private static string OutermostName(IType type) => OutermostFullName(type).Split('.')[^1];

    private static string OutermostFullName(IType type) => type.FullName.Split('+', '<', '`')[0];
}
