using FapiAuthServer.Architecture.Tests.Dependencies;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class InterfaceTests
{
    [Fact]
    public void An_interface_has_two_implementations_or_is_an_extension_point()
    {
        var types = CompiledCode.Products.SelectMany(assembly => assembly.GetTypes()).ToList();

        Findings.None(
            from contract in types
            where contract.IsInterface && contract.GetCustomAttributes(inherit: false).All(attribute => attribute.GetType().Name != "ExtensionPointAttribute")
            where types.Where(type => type is { IsInterface: false, IsAbstract: false } && contract.IsAssignableFrom(type)).Sum(Forms) < 2
            select contract.FullName!,
            "Use the class itself until there is a second one, or mark what others may implement with [ExtensionPoint].");
    }

    // A generic implementation is there to be closed over several types.
    private static int Forms(Type implementation) => implementation.IsGenericTypeDefinition ? 2 : 1;
}
