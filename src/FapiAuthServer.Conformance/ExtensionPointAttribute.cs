namespace FapiAuthServer.Conformance;

/// <summary>Marks an interface that others may implement.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ExtensionPointAttribute : Attribute;
