using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.TestKit.Tests.Processes;

public class FreePortsTests
{
    [Fact]
    public void No_port_is_given_twice()
    {
        var ports = Enumerable.Range(0, 20).Select(_ => FreePorts.Take()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
    }
}
