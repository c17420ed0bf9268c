using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>A request written byte by byte: two headers of one name, broken UTF-8, sizes no library allows.</summary>
public static class RawRequest
{
    /// <summary>Sends the bytes as they are and returns all the server answers until it closes; end them with `Connection: close`.</summary>
    public static async Task<string> SendAsync(Wire wire, Uri address, byte[] request, X509Certificate2? certificate = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var stream = await wire.OpenAsync(address, certificate, limit.Token);
        var answer = new MemoryStream();
        var reading = ToleratingAnEarlyEndAsync(() => stream.CopyToAsync(answer, limit.Token));
        await ToleratingAnEarlyEndAsync(() => stream.WriteAsync(request, limit.Token).AsTask());
        await reading;
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    // A server that has seen enough answers and closes before all was sent; what it said still counts, so reading does
    // not wait for the sending to end.
    private static async Task ToleratingAnEarlyEndAsync(Func<Task> transfer)
    {
        try
        {
            await transfer();
        }
        catch (IOException)
        {
        }
    }

    public static int Status(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(answer.AsSpan(9, 3), out var status) ? status : 0;
}
