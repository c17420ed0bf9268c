using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.5: the authorization response.</summary>
internal static class AnswerRules
{
    public static void Check(AuthorizationAnswer answer, AuthorizationRequest request, FintechClient client)
    {
        CheckAddress(answer, request, client, "code", "state", "iss");
        Entropy.Check(answer.Code);
    }

    public static void CheckError(AuthorizationAnswer answer, AuthorizationRequest request, FintechClient client, string error)
    {
        CheckAddress(answer, request, client, "error", "error_description", "state", "iss");
        Assert.Equal(error, answer.Error);
        ResponseRules.CheckErrorText(answer.Error, answer.ErrorDescription);
    }

    private static void CheckAddress(AuthorizationAnswer answer, AuthorizationRequest request, FintechClient client, params string[] allowed)
    {
        Assert.Equal(client.RedirectUri.GetLeftPart(UriPartial.Path), answer.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal("", answer.Address.Fragment);
        Assert.Equal(request.State, answer.State);
        Assert.Equal(client.Metadata.Issuer, answer.Issuer);

        var own = FormParameters.Decode(client.RedirectUri.Query).Pairs;
        var pairs = answer.Parameters.Pairs;
        Assert.Equal(own, pairs.Take(own.Count));
        Assert.All(pairs.Skip(own.Count), pair => Assert.Contains(pair.Key, allowed));
        Assert.Equal(pairs.Count, pairs.DistinctBy(pair => pair.Key).Count());
    }
}
