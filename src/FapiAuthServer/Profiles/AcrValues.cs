using System.Collections.Frozen;

namespace FapiAuthServer.Profiles;

/// <summary>The values of <c>acr</c> by ecosystem, the stronger first.</summary>
internal static class AcrValues
{
    // Nobody signs in with one element here, so that whoever earns the weaker value has earned the stronger.
    private static readonly FrozenDictionary<AcrTable, IReadOnlyList<AcrValue>> Tables = new Dictionary<AcrTable, IReadOnlyList<AcrValue>>
    {
        [AcrTable.UnitedKingdom] = [new("urn:openbanking:psd2:sca"), new("urn:openbanking:psd2:ca")], // SCA-140
        [AcrTable.Australia] = [new("urn:cds.au:cdr:3"), new("urn:cds.au:cdr:2")], // SCA-142
        [AcrTable.Brazil] = [new("urn:brasil:openbanking:loa3"), new("urn:brasil:openbanking:loa2")], // SCA-143
        [AcrTable.PhishingResistant] = [new("phrh", ResistsPhishing: true, IsInHardware: true), new("phr", ResistsPhishing: true)], // SCA-144
    }.ToFrozenDictionary();

    public static IReadOnlyList<AcrValue> Of(AcrTable table) => Tables[table];

    /// <summary>The table for issuers that name none.</summary>
    public static AcrTable Usual => AcrTable.UnitedKingdom;

    /// <summary>Whether any two elements earn a value of this table.</summary>
    public static bool HasUsual(AcrTable table) => Tables[table].Any(value => value is { ResistsPhishing: false, IsInHardware: false });

    /// <summary>Whether the table is earned by passkeys alone.</summary>
    public static bool NeedsPasskeys(AcrTable table) => !HasUsual(table);
}
