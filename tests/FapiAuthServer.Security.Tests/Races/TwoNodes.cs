using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Security.Tests.Races;

/// <summary>Two server processes over one PostgreSQL, and volleys of requests that are spread over both.</summary>
public sealed class TwoNodes : IAsyncDisposable
{
    public const int Rounds = 30;
    public const int Shots = 50;

    private TwoNodes(Bank bank, ServerProcess second)
    {
        Bank = bank;
        Second = second;
    }

    public Bank Bank { get; }

    public ServerProcess First => Bank.Server;

    public ServerProcess Second { get; }

    public static async Task<TwoNodes> StartAsync()
    {
        var bank = await Bank.StartAsync(new ServerSetup
        {
            Database = DatabaseKind.PostgreSql,
            Settings = new Dictionary<string, string> { ["CacheRefreshInterval"] = "00:00:00.200" },
        });
        return new TwoNodes(bank, await bank.Server.StartSecondNodeAsync());
    }

    public ServerProcess Node(int number) => number % 2 == 0 ? First : Second;

    /// <summary>The client as it speaks to the other node, with the same keys.</summary>
    public FintechClient AtSecond(FintechClient client) => client with { Wire = Second.Wire };

    /// <summary>
    /// Sends that many requests at once, every other one to the second node. All are signed before the first leaves, so
    /// that they arrive as close together as they can.
    /// </summary>
    public async Task<IReadOnlyList<ServerResponse>> FireAsync(Func<int, ProtocolRequest> build, int shots = Shots)
    {
        var messages = Enumerable.Range(0, shots).Select(number =>
        {
            var request = build(number);
            return (Node(number).Wire, request.Certificate, Message: request.ToMessage());
        }).ToList();
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flights = messages.Select(async shot =>
        {
            await start.Task;
            using var answer = await shot.Wire.Client(shot.Certificate).SendAsync(shot.Message);
            shot.Message.Dispose();
            return await ServerResponse.ReadAsync(answer);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(flights);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await Bank.DisposeAsync();
    }
}
