using System.Text.Json.Nodes;
using FapiAuthServer.SingleUse;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>What the server keeps of a code, request or refresh token, for faults that need to know whose it is, or to issue it again.</summary>
internal sealed class Artefacts(IServiceProvider services, TimeProvider time, string issuer)
{
    public const string RequestUriPrefix = "urn:ietf:params:oauth:request_uri:";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public async Task<Artefact?> FindAsync(ArtefactKind kind, string? handle)
    {
        await using var scope = services.CreateAsyncScope();
        return handle is null ? null : await scope.ServiceProvider.GetRequiredService<SingleUseStore>().FindAsync(kind, issuer, handle, default);
    }

    public Task<Artefact?> FindRequestAsync(string? requestUri) =>
        FindAsync(ArtefactKind.PushedRequest, requestUri?.Replace(RequestUriPrefix, "", StringComparison.Ordinal));

    public bool IsExpired(Artefact artefact) => artefact.IsExpired(time.GetUtcNow());

    /// <summary>Issues it again, fresh and unused, perhaps to somebody else and with something else in it; returns the new handle.</summary>
    public Task<string> IssueAgainAsync(Artefact artefact, string? clientId = null, Action<JsonObject>? change = null)
    {
        var data = artefact.Data;
        if (change is not null)
        {
            var content = JsonNode.Parse(data)!.AsObject();
            change(content);
            data = content.ToJsonString();
        }
        // A request opens a grant of its own; a code and a refresh token are of one that is there.
        var correlation = artefact.GrantId is null ? Guid.CreateVersion7() : artefact.CorrelationId;
        return IssueAsync(artefact.Kind, clientId ?? artefact.ClientId, correlation, artefact.GrantId, data);
    }

    /// <summary>Keeps a request as if it had been pushed; returns its request_uri.</summary>
    public async Task<string> PushAsync(string clientId, JsonObject parameters) =>
        RequestUriPrefix + await IssueAsync(ArtefactKind.PushedRequest, clientId, Guid.CreateVersion7(), null, parameters.ToJsonString());

    private async Task<string> IssueAsync(ArtefactKind kind, string clientId, Guid correlationId, Guid? grantId, string data)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<SingleUseStore>();
        var handle = store.Issue(kind, issuer, clientId, correlationId, grantId, data, Lifetime);
        Assert.True((await store.CommitAsync(default)).Succeeded);
        return handle;
    }
}
