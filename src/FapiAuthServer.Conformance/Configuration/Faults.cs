namespace FapiAuthServer.Conformance.Configuration;

/// <summary>All that is wrong with a configuration, gathered so that it can be said at once.</summary>
internal sealed class Faults(string file)
{
    private readonly List<string> faults = [];

    public void Add(string fault) => faults.Add(fault);

    public void ThrowIfAny()
    {
        if (faults.Count > 0)
        {
            throw new ConformanceException($"{file} cannot be used: {string.Join(" ", faults)}");
        }
    }
}
