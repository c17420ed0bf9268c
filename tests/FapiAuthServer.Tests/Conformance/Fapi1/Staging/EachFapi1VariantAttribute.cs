using System.Reflection;
using FapiAuthServer.TestKit.Databases;
using Xunit.Sdk;
using Xunit.v3;

namespace FapiAuthServer.Tests.Conformance.Fapi1.Staging;

/// <summary>Runs a row for each kind of client, request and response that it applies to, on each database; with a case of its own for each name in <see cref="Cases"/>.</summary>
public sealed class EachFapi1VariantAttribute : DataAttribute
{
    public string Clients { get; init; } = "pkjwt-mtls mtls-mtls";

    public string Requests { get; init; } = $"{Fapi1Variant.ByValue} {Fapi1Variant.Pushed}";

    public string Responses { get; init; } = $"{Fapi1Variant.Plain} {Fapi1Variant.Jarm}";

    /// <summary>Second argument of the test, one run for each.</summary>
    public string[] Cases { get; init; } = [];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var variants =
            from client in Clients.Split(' ')
            from request in Requests.Split(' ')
            from response in Responses.Split(' ')
            from database in (DatabaseKind[])[DatabaseKind.Sqlite, DatabaseKind.PostgreSql]
            select Fapi1Variant.Of(client, request, response, database);
        IEnumerable<ITheoryDataRow> rows = Cases.Length == 0
            ? variants.Select(variant => new TheoryDataRow(variant))
            : variants.SelectMany(variant => Cases.Select(name => new TheoryDataRow(variant, name)));
        return new([.. rows]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
