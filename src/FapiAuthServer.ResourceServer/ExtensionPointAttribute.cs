namespace FapiAuthServer.ResourceServer;

/// <summary>Marks an interface that a bank is meant to implement; its signature changes only with a major version.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ExtensionPointAttribute : Attribute;
