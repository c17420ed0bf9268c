namespace FapiAuthServer.Sca;

/// <summary>Marks an interface that a bank may implement itself.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ExtensionPointAttribute : Attribute;
