using System.CommandLine;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>`fapi conformance run`</summary>
internal static class RunCommand
{
    private const int MostParallel = 64;

    // The last is the word of configurations for the second.
    private static readonly string[] Drivers = ["form", "playwright", "chromium"];

    public static Command Create(Screen screen)
    {
        var sandbox = new Option<string?>("--sandbox") { Description = "The folder that a sandbox wrote: addresses, clients, customers and authority are read from it.", HelpName = "DIR" };
        var config = new Option<string?>("--config") { Description = "Any other server: a JSON file with its address, two clients per way to authenticate, and customers.", HelpName = "FILE" };
        var issuer = new Option<string?>("--issuer") { Description = "Which issuer of the sandbox; without it, the first whose profile the plan is for.", HelpName = "NAME" };
        var plan = new Option<string?>("--plan") { Description = $"The test plan; without it, the only one that the server offers: {string.Join(", ", KnownPlans.All.Select(each => each.Name))}.", HelpName = "NAME" };
        var variant = new Option<string?>("--variant") { Description = "What of the plan, as NAME=VALUE,NAME=VALUE. Without it, every variant that the server offers.", HelpName = "VALUES" };
        var all = new Option<bool>("--all") { Description = "Every variant that the server offers, of every plan that is known (or of --plan alone)." };
        var module = new Option<string[]>("--module") { Description = "Only this module; may be given several times.", HelpName = "NAME" };
        var parallel = new Option<int>("--parallel") { Description = "How many modules may run at once; those that wait do not count.", HelpName = "N", DefaultValueFactory = _ => 4 };
        var browser = new Option<string?>("--browser") { Description = "form for pages that work without script, playwright for those that do not; else as configured.", HelpName = "form|playwright" };
        var (report, expected) = (RunOptions.Report(), RunOptions.Expected());
        browser.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Drivers.Contains(token.Value))
            {
                result.AddError($"--browser must be form or playwright, not {token.Value}");
            }
        });
        parallel.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var places) && places is >= 1 and <= MostParallel))
            {
                result.AddError($"--parallel must be a number from 1 to {MostParallel}, not {token.Value}");
            }
        });

        var command = new Command("run", """
            Run test plans against a server, and write a report.

            Examples:
              fapi conformance run --sandbox sandbox/ --all
              fapi conformance run --config server.json --plan fapi2-security-profile-final-test-plan --variant client_auth_type=private_key_jwt,sender_constrain=dpop,openid=openid_connect
              fapi conformance run --config server.json --module happy-flow

            The exit code is 0 when nothing failed, 1 when something did, 2 when the server could not be judged, 130 after Ctrl-C.
            """)
        { sandbox, config, issuer, plan, variant, all, module, parallel, browser, report, expected };
        command.SetAction((parsed, cancellation) => new Run(screen, TimeProvider.System).ExecuteAsync(
            new RunRequest
            {
                Sandbox = parsed.GetValue(sandbox),
                Config = parsed.GetValue(config),
                Issuer = parsed.GetValue(issuer),
                Plan = parsed.GetValue(plan),
                Variant = parsed.GetValue(variant),
                All = parsed.GetValue(all),
                Modules = parsed.GetValue(module) ?? [],
                Parallel = parsed.GetValue(parallel),
                Browser = parsed.GetValue(browser),
                Report = parsed.GetValue(report)!,
                Expected = parsed.GetValue(expected),
            },
            cancellation));
        return command;
    }
}
