using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace FapiAuthServer.Architecture.Tests;

public sealed class Probe
{
    [Fact]
    public void Matrix()
    {
        var architecture = new ArchLoader().LoadAssemblies(Assembly.Load("FapiAuthServer"), Assembly.Load("FapiAuthServer.Sca"), Assembly.Load("FapiAuthServer.Jose"), Assembly.Load("FapiAuthServer.ResourceServer")).Build();
        var rows = new SortedDictionary<string, SortedSet<string>>();
        foreach (var type in architecture.Types)
            foreach (var d in type.Dependencies)
                if (d.Target.Namespace?.FullName is { } n && n.StartsWith("FapiAuthServer") && d.Target.Namespace.FullName != type.Namespace.FullName)
                {
                    var key = type.Namespace.FullName + " -> " + n;
                    if (!rows.TryGetValue(key, out var s)) rows[key] = s = [];
                    s.Add(type.Name + ">" + d.Target.Name);
                }
        File.WriteAllLines("/tmp/archprobe/matrix.txt", rows.Select(r => r.Key + " : " + string.Join(" ", r.Value)));
        File.WriteAllLines("/tmp/archprobe/types.txt", architecture.Types.Select(t => t.FullName).Order());
    }
}
