using FapiAuthServer.Conformance.FaultTests.Faults;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.FaultTests;

/// <summary>A module that cannot reach a verdict is a failure, never a pass.</summary>
public sealed class SelfCheckTests(FaultyBank bank)
{
    [Fact]
    public async Task A_module_that_checks_nothing_fails()
    {
        var outcome = await RunAsync(_ => Task.CompletedTask);

        Assert.Equal((ModuleVerdict.Failed, "The module checked nothing, so it says nothing."), (outcome.Verdict, outcome.Reason));
    }

    [Fact]
    public async Task A_module_that_only_takes_notes_fails()
    {
        var outcome = await RunAsync(context =>
        {
            context.Checks.Note("RFC6749-5.1", "Something was seen");
            return Task.CompletedTask;
        });

        Assert.Equal(ModuleVerdict.Failed, outcome.Verdict);
    }

    [Fact]
    public async Task A_module_that_throws_fails_and_says_why_in_one_line()
    {
        var outcome = await RunAsync(context =>
        {
            context.Checks.Expect(true, "RFC6749-5.1", "All was well until then");
            throw new InvalidOperationException("The module is\nwrong");
        });

        Assert.Equal(ModuleVerdict.Failed, outcome.Verdict);
        Assert.Equal("No verdict, because the module met what it does not understand: InvalidOperationException, The module is wrong.", outcome.Reason);
    }

    [Fact]
    public async Task A_server_that_hangs_makes_a_failure()
    {
        var hanging = new Fault("The PAR endpoint says nothing", Variants.CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await (exchange.Path == Change.Par ? Task.Delay(Timeout.Infinite, exchange.Http.RequestAborted) : Task.CompletedTask);
                await next();
            },
        };

        var outcome = await RunAsync(context => context.First.CompleteAsync(), hanging, TimeSpan.FromSeconds(2));

        Assert.Equal(ModuleVerdict.Failed, outcome.Verdict);
        Assert.Equal("The module did not end within 2 seconds; the last exchange shows where it was.", outcome.Reason);
    }

    [Fact]
    public async Task A_server_that_breaks_off_makes_a_failure()
    {
        var breaking = new Fault("The token endpoint closes the connection", Variants.CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                if (exchange.Path == Change.Token)
                {
                    exchange.Http.Abort();
                }
                await next();
            },
        };

        var outcome = await RunAsync(context => context.First.CompleteAsync(), breaking);

        Assert.Equal(ModuleVerdict.Failed, outcome.Verdict);
        Assert.StartsWith("No verdict, because https://localhost", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_pages_lead_nowhere_makes_a_failure()
    {
        var wandering = new Fault("The customer's pages lead to each other", Variants.CertificateAlone)
        {
            AtServer = (exchange, next) =>
            {
                if (exchange.Path != Change.Authorize)
                {
                    return next();
                }
                exchange.Answer(302, []);
                exchange.SendTo(new Uri(exchange.Bank.Issuer + Change.Authorize));
                return Task.CompletedTask;
            },
        };

        var outcome = await RunAsync(context => context.First.CompleteAsync(), wandering);

        Assert.Equal(ModuleVerdict.Failed, outcome.Verdict);
        Assert.Contains("redirects", outcome.Reason, StringComparison.Ordinal);
    }

    private async Task<ModuleResult> RunAsync(Func<ModuleContext, Task> module, Fault? fault = null, TimeSpan? limit = null)
    {
        var plan = KnownPlans.Find("fapi2-security-profile-final-test-plan") with { Modules = [new ConformanceModule(new ModuleDescription("trial", "A trial of the runner itself."), module)] };
        var selection = new RunSelection(plan, plan.Select(Variants.CertificateAlone)) { ModuleTimeLimit = limit ?? TimeSpan.FromMinutes(1) };

        return Assert.Single((await bank.RunAsync(selection, fault)).Modules);
    }
}
