using System.Reflection;
using FapiAuthServer.TestKit.Databases;
using Xunit.Sdk;
using Xunit.v3;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>Runs a row for each kind of client it applies to, on each database; with a case of its own for each name in <see cref="Cases"/>.</summary>
public sealed class EachVariantAttribute(string clientTypes = ClientTypes.All) : DataAttribute
{
    public OpenIdUse OpenId { get; init; } = OpenIdUse.Without;

    /// <summary>Second argument of the test, one run for each.</summary>
    public string[] Cases { get; init; } = [];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var variants =
            from clientType in clientTypes.Split(' ')
            from openId in OpenId == OpenIdUse.Both ? (bool[])[false, true] : [OpenId == OpenIdUse.With]
            from database in (DatabaseKind[])[DatabaseKind.Sqlite, DatabaseKind.PostgreSql]
            select Variant.Of(clientType, openId, database);
        IEnumerable<ITheoryDataRow> rows = Cases.Length == 0
            ? variants.Select(variant => new TheoryDataRow(variant))
            : variants.SelectMany(variant => Cases.Select(name => new TheoryDataRow(variant, name)));
        return new([.. rows]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
