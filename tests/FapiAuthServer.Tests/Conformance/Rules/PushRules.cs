using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.9: the answer of the pushed authorization request endpoint.</summary>
internal static class PushRules
{
    public static void Check(PushResponse pushed)
    {
        pushed.Expect(201);
        ResponseRules.CheckJson(pushed);
        Assert.True(Uri.TryCreate(pushed.RequestUri, UriKind.Absolute, out _));
        Entropy.Check(pushed.RequestUri[(pushed.RequestUri.LastIndexOf(':') + 1)..]);
        Assert.InRange(pushed.ExpiresIn ?? 0, 5, 599);
        Assert.Empty(pushed.Headers["Set-Cookie"]);
    }
}
