using System.Net.Security;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>One rule broken: how, in which variant, and which modules have to notice. All others have to pass.</summary>
/// <param name="Name">What the server does wrong, as a sentence.</param>
/// <param name="Variant">One of <see cref="Variants"/>, or of the plan's own: the smallest in which the fault can be seen.</param>
internal sealed record Fault(string Name, string Variant)
{
    /// <summary>The plan whose modules have to notice.</summary>
    public ConformancePlan Plan { get; init; } = KnownPlans.Find("fapi2-security-profile-final-test-plan");

    /// <summary>The modules that are run, without the plan's prefix: those that could meet the fault, and some that could not; empty for all.</summary>
    public IReadOnlyList<string> Among { get; init; } = [];

    /// <summary>Changes the call that tells a client of a logout; false where it is not made.</summary>
    public Func<LogoutRelayCall, bool>? AtLogoutCall { get; init; }

    /// <summary>Stands before the server, and passes a request on by its second argument or does not.</summary>
    public Func<FrontExchange, Func<Task>, Task>? AtServer { get; init; }

    /// <summary>The same before the resource.</summary>
    public Func<FrontExchange, Func<Task>, Task>? AtResource { get; init; }

    /// <summary>Answers a TLS hello in the server's place, or leaves it to the server by null.</summary>
    public Func<TlsGreeting, byte[]?>? AtServerGreeting { get; init; }

    public Func<TlsGreeting, byte[]?>? AtResourceGreeting { get; init; }

    /// <summary>Changes what the resource's TLS takes.</summary>
    public Action<SslServerAuthenticationOptions>? AtResourceHandshake { get; init; }

    /// <summary>Whether the clients' proofs are signed with RSA keys, as the fault is about those.</summary>
    public bool UsesRsaProofs { get; init; }

    /// <summary>The modules that must fail, without the plan's prefix.</summary>
    public IReadOnlyList<string> Fails { get; init; } = [];

    /// <summary>The modules that must warn.</summary>
    public IReadOnlyList<string> Warns { get; init; } = [];

    /// <summary>Where a fault shows in every flow: the modules that must fail, told by what they saw at a sound server.</summary>
    public Func<ModuleResult, bool> FailsWhere { get; init; } = _ => false;

    /// <summary>The same for warnings.</summary>
    public Func<ModuleResult, bool> WarnsWhere { get; init; } = _ => false;

    /// <summary>How many checks must not hold, in a module of many that tries one wrong thing after another; null where that tells nothing.</summary>
    public int? Breaches { get; init; }

    /// <summary>Why nobody notices, where that is so: the published plan has no test of it.</summary>
    public string? GoesUnnoticedBecause { get; init; }
}
