using System.Text;
using FapiAuthServer.Sca.Factors.Sms;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>
/// Text messages that go no further than the kit: the last to each number lies in <c>outbox</c>, where developers and automated
/// clients read it.
/// </summary>
internal sealed class SandboxTexts(IOptions<ServerOptions> options) : ISmsSender
{
    private readonly string folder = Path.Combine(options.Value.SandboxDirectory, "outbox");

    public async Task<bool> SendAsync(SmsText text, CancellationToken ct)
    {
        var file = FileOf(text.Number);
        var written = $"{file}.{text.MessageId:N}";
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(written, text.Text, Encoding.UTF8, ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(written, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.Move(written, file, overwrite: true); // never read half written
        return true;
    }

    /// <summary>The newest text of all, also to a number that a customer has only now; null when there is none.</summary>
    public string? Newest()
        => Directory.Exists(folder) && new DirectoryInfo(folder).EnumerateFiles("*.txt").MaxBy(file => file.LastWriteTimeUtc) is { } newest
            ? File.ReadAllText(newest.FullName)
            : null;

    private string FileOf(string number) => Path.Combine(folder, $"{number.TrimStart('+')}.txt");
}
