namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The answer of the pushed authorization request endpoint.</summary>
public sealed record PushResponse(ServerResponse Answer) : ServerResponse(Answer)
{
    public string RequestUri => Expect(201).Text("request_uri") ?? throw new UnexpectedResponseException("No request_uri in " + Body);

    public long? ExpiresIn => Number("expires_in");
}
