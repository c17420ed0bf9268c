using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.RequestObjects;

/// <summary>What may be wrong with a signed request object, wherever it is brought: each row is a module of every plan with signed requests.</summary>
internal static class RequestObjectModules
{
    private static readonly TimeSpan TooFar = TimeSpan.FromMinutes(70);

    public static ConformanceModule EnsureRequestObjectWithMultipleAudSucceeds { get; } = new(
        Describe("ensure-request-object-with-multiple-aud-succeeds", "A request object that is made out to several servers, this one among them, is taken.") with
        {
            AppliesTo = Fapi2Variants.WithCustomer,
        },
        context => context.First.CompleteAsync(
            alterObject: request => request.Claims["aud"] = new JsonArray(context.Server.Issuer, "https://other.example.test", "invalid")));

    public static ConformanceModule EnsureRequestObjectWithNbf8SecondsInTheFutureIsAccepted { get; } = new(
        Describe(
            "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted", "A request object of a client whose clock is eight seconds fast should be taken."),
        HurryOnAsync);

    public static ConformanceModule EnsureRequestObjectWithoutExpFails { get; } = RefusedForLackOfTime(
        "ensure-request-object-without-exp-fails", "A request object that does not say until when it is good is refused.",
        "that does not say when it expires", "exp", demands => demands.RequestObjectExpiry);

    public static ConformanceModule EnsureRequestObjectWithoutNbfFails { get; } = RefusedForLackOfTime(
        "ensure-request-object-without-nbf-fails", "A request object that does not say from when it is good is refused.",
        "that does not say when it begins", "nbf", demands => demands.RequestObjectAge);

    public static ConformanceModule EnsureExpiredRequestObjectFails { get; } = Unverifiable(
        "ensure-expired-request-object-fails", "A request object that expired an hour ago is refused.",
        "that has expired", demands => demands.RequestObjectExpiry,
        (context, request) => request.Claims["exp"] = context.Now.AddHours(-1).ToUnixTimeSeconds());

    public static ConformanceModule EnsureRequestObjectWithBadAudFails { get; } = RefusedWhenVerified(
        "ensure-request-object-with-bad-aud-fails", "A request object that was made for another server is refused.",
        "that is made out to another server", demands => demands.RequestObjectAudience,
        (_, request) => request.Claims["aud"] = "https://other.example.test");

    public static ConformanceModule EnsureRequestObjectWithExpOver60Fails { get; } = RefusedWhenVerified(
        "ensure-request-object-with-exp-over-60-fails", "A request object that is good for more than an hour is refused.",
        "that is good for seventy minutes", demands => demands.RequestObjectExpiry,
        (context, request) => request.Claims["exp"] = (context.Now + TooFar).ToUnixTimeSeconds());

    public static ConformanceModule EnsureRequestObjectWithNbfOver60Fails { get; } = RefusedWhenVerified(
        "ensure-request-object-with-nbf-over-60-fails", "A request object that is more than an hour old is refused.",
        "that is seventy minutes old", demands => demands.RequestObjectAge,
        (context, request) => request.Claims["nbf"] = (context.Now - TooFar).ToUnixTimeSeconds());

    public static ConformanceModule EnsureSignedRequestObjectWithRs256Fails { get; } = OnlyForRsa(Unverifiable(
        "ensure-signed-request-object-with-RS256-fails", "A request object signed with RS256 is refused, though the key is the client's.",
        "that is signed with RS256", demands => demands.Signing, (_, request) => request.Header["alg"] = "RS256"));

    public static ConformanceModule EnsureRequestObjectSignatureAlgorithmIsNotNone { get; } = Unverifiable(
        "ensure-request-object-signature-algorithm-is-not-none", "A request object without a signature is refused.",
        "without a signature", demands => demands.RequestObject, (_, request) => request.Header["alg"] = "none");

    public static ConformanceModule EnsureRequestObjectWithInvalidSignatureFails { get; } = Unverifiable(
        "ensure-request-object-with-invalid-signature-fails", "A request object whose signature was damaged is refused.",
        "with a damaged signature", demands => demands.RequestObject, (_, request) => request.Afterwards = JwtDraft.DamageSignature);

    public static ConformanceModule EnsureMatchingKeyInAuthorizationRequest { get; } = new(
        Describe("ensure-matching-key-in-authorization-request", "A request object of the first client that the second client signed is refused.") with { Clients = 2 },
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(context.Traits.Demands.RequestObject, "that another client signed")
            {
                AtPush = ["invalid_request", "invalid_request_object"],
                AtAuthorization = ["invalid_request_object"],
                OrPage = true,
                PlainErrorIsFine = true,
            },
            alterObject: request => SignBy(request, context.Second.Client.Key!)));

    public static ConformanceModule EnsureUnsignedRequestAtParEndpointFails { get; } = new(
        Describe("ensure-unsigned-request-at-par-endpoint-fails", "A pushed request that is not signed is refused."),
        context =>
        {
            var request = context.First.NewRequest();
            request.IsSigned = false;
            return context.First.ExpectRequestRefusedAsync(
                new RequestRefusal(context.Traits.Demands.RequestObject, "that is not signed")
                {
                    AtPush = ["invalid_request"],
                    AtAuthorization = ["invalid_request", "invalid_request_object", "invalid_request_uri"],
                    OrPage = true,
                },
                request);
        });

    public static ConformanceModule ParAuthorizationRequestContainingRequestUri { get; } = new(
        Describe("par-authorization-request-containing-request_uri", "A request object that itself points to another request is refused."),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal("RFC9126-2.1", "whose request object has a request_uri in it") { AtPush = ["invalid_request_object"] },
            alterObject: request => request.Claims["request_uri"] = $"urn:ietf:params:oauth:request_uri:{RandomText.Of(43)}"));

    public static ModuleDescription Describe(string name, string summary) =>
        Fapi2Module.Describe(name, summary) with { AppliesTo = Fapi2Variants.WithSignedRequests };

    /// <summary>What is known once the request object was verified: a PAR endpoint that takes it all the same has given out a request_uri that is good for nothing.</summary>
    public static ConformanceModule RefusedWhenVerified(
        string name, string summary, string why, Func<Demands, string> requirement, Action<ModuleContext, JwtDraft> alter) => new(
            Describe(name, summary),
            context => context.First.ExpectRequestRefusedAsync(
                new RequestRefusal(requirement(context.Traits.Demands), why)
                {
                    AtPush = ["invalid_request_object"],
                    AtAuthorization = [context.Traits.PushesRequests ? "invalid_request_uri" : "invalid_request_object"],
                    OrPage = true,
                },
                alterObject: request => alter(context, request)));

    // A server that could not verify the request does not know how the client wants its answer.
    private static ConformanceModule Unverifiable(
        string name, string summary, string why, Func<Demands, string> requirement, Action<ModuleContext, JwtDraft> alter) => new(
            Describe(name, summary),
            context => context.First.ExpectRequestRefusedAsync(
                new RequestRefusal(requirement(context.Traits.Demands), why)
                {
                    AtPush = ["invalid_request_object"],
                    AtAuthorization = ["invalid_request_object"],
                    OrPage = true,
                    PlainErrorIsFine = true,
                },
                alterObject: request => alter(context, request)));

    private static ConformanceModule RefusedForLackOfTime(string name, string summary, string why, string claim, Func<Demands, string> requirement) => new(
        Describe(name, summary),
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(requirement(context.Traits.Demands), why)
            {
                AtPush = ["invalid_request_object"],
                AtAuthorization = context.Traits.PushesRequests
                    ? ["invalid_request", "invalid_request_uri", "access_denied"]
                    : ["invalid_request", "invalid_request_uri", "access_denied", "invalid_request_object"],
                OrPage = true,
            },
            alterObject: request => request.Claims.Remove(claim)));

    private static ConformanceModule OnlyForRsa(ConformanceModule module) => module with
    {
        RunAsync = context =>
        {
            if (context.First.Client.Key is not { IsRsa: true })
            {
                context.Checks.Skip(context.Traits.Demands.Signing, "The first client's key is no RSA key, so it cannot sign with RS256.");
            }
            return module.RunAsync(context);
        },
    };

    private static void SignBy(JwtDraft request, SigningKey key)
    {
        request.Key = key;
        (request.Header["alg"], request.Header["kid"]) = (key.Algorithm, key.KeyId);
    }

    private static async Task HurryOnAsync(ModuleContext context)
    {
        var client = context.First;
        var request = client.NewRequest(alterObject: request => request.Claims["nbf"] = context.Now.AddSeconds(8).ToUnixTimeSeconds());
        var push = await client.TryPushAsync(request);
        if (context.Checks.Expect(
            push.IsAccepted, "FAPI2-SP-FINAL-5.3.2.1-13", "The PAR endpoint takes a request object eight seconds ahead of its time", push.Response.Describe(),
            Severity.Warning))
        {
            await client.CompleteAsync(await client.AuthorizeAsync(push));
        }
    }
}
