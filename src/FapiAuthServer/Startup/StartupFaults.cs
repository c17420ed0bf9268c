namespace FapiAuthServer.Startup;

/// <summary>Says why the server does not start: every fault on a line of its own, on standard error, without a stack trace.</summary>
internal static class StartupFaults
{
    /// <summary>Always false, so that it can end a step of the start.</summary>
    public static bool Report(IReadOnlyCollection<string> faults)
    {
        Console.Error.WriteLine($"The server does not start: {faults.Count} {(faults.Count == 1 ? "thing needs" : "things need")} your attention.");
        foreach (var fault in faults)
            Console.Error.WriteLine($"  - {fault}");

        return false;
    }
}
