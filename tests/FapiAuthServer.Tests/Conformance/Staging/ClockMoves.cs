namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>Tests that put a bank's clock ahead run one after another, when nobody else is there.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockMoves
{
    public const string Name = "The clock moves";
}
