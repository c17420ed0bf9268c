namespace FapiAuthServer.Issuers;

/// <summary>The issuer of the request at hand. The engine's options are per issuer and are asked for without a request.</summary>
internal sealed class CurrentIssuer
{
    private readonly AsyncLocal<Issuer?> current = new();

    public Issuer? Value => current.Value;

    public async Task RunAsync(Issuer issuer, Func<Task> action)
    {
        current.Value = issuer;
        try
        {
            await action();
        }
        finally
        {
            current.Value = null;
        }
    }
}
