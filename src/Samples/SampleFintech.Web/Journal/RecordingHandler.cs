using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace SampleFintech.Web.Journal;

/// <summary>Writes each request and response into a step of the journal, and bounds them in time and size.</summary>
internal sealed class RecordingHandler(Step step, HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    private const int LargestResponse = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly FrozenSet<string> HeadersShown = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Cache-Control", "Content-Type", "DPoP", "DPoP-Nonce", "Location", "Retry-After", "WWW-Authenticate",
        "x-fapi-interaction-id");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await DescribeAsync(request, cancellationToken);
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestResponse, either.Token);
            step.Record(await DescribeAsync(request, sent, response, time.GetElapsedTime(started), cancellationToken));
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            RecordFailure(request, sent, "No answer in time", started);
            throw new HttpRequestException("There was no answer within 15 seconds.", exception);
        }
        catch (HttpRequestException exception)
        {
            RecordFailure(request, sent, exception.Message, started);
            throw;
        }
    }

    private void RecordFailure(HttpRequestMessage request, IReadOnlyList<Field> sent, string what, long started)
        => step.Record(new Exchange(request.Method.Method, request.RequestUri!, sent, what, false, time.GetElapsedTime(started), [], null));

    private static async Task<IReadOnlyList<Field>> DescribeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        List<Field> fields = [.. Headers(request.Headers)];
        if (request.Content is not FormUrlEncodedContent form)
            return fields;
        var parameters = QueryHelpers.ParseQuery(await form.ReadAsStringAsync(cancellationToken));
        fields.AddRange(parameters.SelectMany(parameter => parameter.Value, (parameter, value) => Shortening.Field(parameter.Key, value ?? "")));
        return fields;
    }

    private static async Task<Exchange> DescribeAsync(
        HttpRequestMessage request, IReadOnlyList<Field> sent, HttpResponseMessage response, TimeSpan duration, CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        var (body, secrets) = Shortening.Body(response.Content.Headers.ContentType?.MediaType, content);
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {Name(response.StatusCode)}");
        IReadOnlyList<Field> received = [.. Headers(response.Headers), .. Headers(response.Content.Headers), .. secrets];
        return new Exchange(request.Method.Method, request.RequestUri!, sent, status, response.IsSuccessStatusCode, duration, received, body);
    }

    private static IEnumerable<Field> Headers(System.Net.Http.Headers.HttpHeaders headers) => headers
        .Where(header => HeadersShown.Contains(header.Key))
        .Select(header => Shortening.Field(header.Key, string.Join(", ", header.Value)));

    // HTTP/2 sends no reason phrase.
    private static string Name(HttpStatusCode status) => ReasonPhrases.GetReasonPhrase((int)status);
}
