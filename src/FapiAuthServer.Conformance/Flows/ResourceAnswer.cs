using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>What the resource answered.</summary>
/// <param name="UsedNonce">Whether the call was repeated because the resource asked for a DPoP nonce.</param>
public sealed record ResourceAnswer(WireResponse Response, bool UsedNonce)
{
    public bool IsSuccess => Response.Status is 200 or 201;

    public bool IsRefusal => Response.Status is >= 400 and < 500;
}
