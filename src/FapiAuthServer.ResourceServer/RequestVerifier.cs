using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>Everything one scheme needs, built from its options; and the order in which a request is judged.</summary>
internal sealed class RequestVerifier : IDisposable
{
    private readonly Backchannel _backchannel;
    private readonly IssuerDirectory _directory;
    private readonly AccessTokenVerifier _accessTokens;
    private readonly SenderConstraintVerifier _senders;
    private readonly IntrospectionClient? _introspection;

    public RequestVerifier(FapiResourceServerOptions options, IProofReplayStore? replays, TimeProvider time, ILogger logger)
    {
        Nonce = options.IsDPoPNonceRequired
            ? new DPoPNonce(Convert.FromBase64String(options.DPoPNonceSecret!), options.DPoPNonceWindow)
            : null;
        _backchannel = new Backchannel(options);
        _directory = new IssuerDirectory(options, _backchannel, time, logger);
        _accessTokens = new AccessTokenVerifier(options, _directory, time);
        _senders = new SenderConstraintVerifier(
            options,
            new ClientCertificateSource(options, logger),
            replays ?? new InMemoryProofReplayStore(options.ProofReplayCapacity, time),
            Nonce,
            time,
            logger);
        if (options.Introspection is not null)
            _introspection = new IntrospectionClient(options, options.Introspection, _directory, _backchannel, time, logger);
        if (options.PublicBaseUri is null && options.SenderConstraints.HasFlag(SenderConstraints.DPoP))
            Log.PublicBaseUriMissing(logger);
    }

    public DPoPNonce? Nonce { get; }

    public async ValueTask<Verdict<VerifiedAccessToken>> VerifyAsync(HttpContext context, PresentedToken presented)
    {
        var token = await _accessTokens.VerifyAsync(presented.Token, context.RequestAborted);
        if (!token.IsAccepted)
            return token;
        if (await _senders.RefuseAsync(context, presented, token.Value) is { } unproved)
            return unproved;
        if (_introspection is not null
            && await _introspection.RefuseAsync(presented.Token, token.Value, context.RequestAborted) is { } inactive)
            return inactive;
        return token;
    }

    public void Dispose()
    {
        _directory.Dispose();
        _backchannel.Dispose();
    }
}
