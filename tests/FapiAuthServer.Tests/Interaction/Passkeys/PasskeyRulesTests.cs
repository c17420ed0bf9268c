using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>What a request says of domain and origin counts for nothing.</summary>
public sealed class PasskeyRulesTests(ConformanceBanks banks)
{
    [Fact]
    [Clause("WEBAUTHN-7.2")]
    public async Task Domain_is_the_banks_whatever_host_a_request_names()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        await using var scope = bank.Server.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Customer>>();

        var asked = await handler.MakeRequestOptionsAsync(user: null, new DefaultHttpContext { Request = { Host = new HostString("evil.example") } });

        Assert.Equal("localhost", (string?)JsonNode.Parse(asked.RequestOptionsJson)!["rpId"]);
    }

    [Theory]
    [InlineData("", false, null, true)]
    [InlineData("/", false, null, false)]
    [InlineData("0", false, null, false)]
    [InlineData(".evil.example", false, null, false)]
    [InlineData("", true, null, false)]
    [InlineData("", true, "https://evil.example", false)]
    [InlineData("", false, "https://evil.example", false)]
    [Clause("WEBAUTHN-7.2")]
    public async Task Only_a_listed_origin_may_ask_and_only_for_itself(string after, bool isCross, string? top, bool isTaken)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var origin = bank.Server.Kit.PublicAddress.GetLeftPart(UriPartial.Authority) + after;
        var options = bank.Server.Services.GetRequiredService<IOptions<IdentityPasskeyOptions>>().Value;

        var answer = await options.ValidateOrigin!(new PasskeyOriginValidationContext
        {
            HttpContext = new DefaultHttpContext { Request = { Headers = { Origin = origin } } },
            Origin = origin,
            CrossOrigin = isCross,
            TopOrigin = top,
        });

        Assert.Equal(isTaken, answer);
    }
}
