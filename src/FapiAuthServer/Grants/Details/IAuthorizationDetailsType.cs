using System.Text.Json;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Grants.Details;

/// <summary>
/// A type of authorization details (RFC 9396): what its objects must look like, and what the customer is told about them. An
/// issuer offers those that its configuration lists.
/// </summary>
internal interface IAuthorizationDetailsType
{
    /// <summary>The value of <c>type</c>.</summary>
    string Name { get; }

    /// <summary>Whether nothing is changed by what such an object permits.</summary>
    bool IsReadOnly { get; }

    /// <summary>
    /// Null when the object is one of this type, else a few words for the operator. Members that are not known are a fault
    /// (RFC 9396 section 5): what cannot be shown to the customer cannot be consented to.
    /// </summary>
    string? Fault(JsonElement detail);

    /// <summary>What the object says, for the consent page, most important first: at least all that makes it differ from another.</summary>
    IReadOnlyList<DetailFact> Describe(JsonElement detail);

    /// <summary>The payment that an object without fault permits; null when no money moves.</summary>
    BatchItem? FindPayment(JsonElement detail);

    /// <summary>The account that such a payment is taken from, as far as the object names one.</summary>
    string? FindPayerAccount(JsonElement detail) => null;
}
