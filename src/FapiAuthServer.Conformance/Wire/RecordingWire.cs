namespace FapiAuthServer.Conformance.Wire;

/// <summary>The wire as one module uses it: nothing is sent that the report does not show.</summary>
public sealed class RecordingWire(HttpWire wire, ExchangeLog log)
{
    /// <summary>Sends, and records what was sent and what came.</summary>
    /// <param name="typed">Whether the form holds what a person typed, and so is not shown at all.</param>
    /// <exception cref="WireException">No answer came; that is recorded too.</exception>
    public async Task<WireResponse> SendAsync(
        string label, WireRequest request, string? client = null, bool typed = false, CancellationToken cancellation = default)
    {
        var at = log.Elapsed;
        try
        {
            var response = await wire.SendAsync(request, cancellation);
            Record(at, label, client, request, typed, response, null);
            return response;
        }
        catch (WireException exception)
        {
            Record(at, label, client, request, typed, null, exception.Message);
            throw;
        }
    }

    private void Record(TimeSpan at, string label, string? client, WireRequest request, bool typed, WireResponse? response, string? failure)
    {
        var mask = new SecretMask();
        var sent = new RecordedRequest(
            request.Method.Method,
            mask.Address(request.Address),
            mask.Headers(request.Headers),
            request.Form is null ? null : typed ? SecretMask.TypedForm(request.Form) : mask.Form(request.Form),
            request.Certificate?.Subject);
        var received = response is null
            ? null
            : new RecordedResponse(response.Status, mask.Headers(response.Headers), mask.Body(response.Body, response.MediaType));
        log.Add(new Exchange(at, log.Elapsed - at, label, client, sent, received, failure, mask.Tokens));
    }
}
