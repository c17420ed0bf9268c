using System.CommandLine;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>`fapi conformance plans`</summary>
internal static class PlansCommand
{
    public static Command Create(Screen screen)
    {
        var plan = new Option<string?>("--plan") { Description = "Only this plan.", HelpName = "NAME" };
        var command = new Command("plans", """
            List the test plans: what can be chosen in each, its variants, and its modules.

            Example:
              fapi conformance plans --plan fapi2-security-profile-final-test-plan
            """)
        { plan };
        command.SetAction(parsed =>
        {
            IEnumerable<ConformancePlan> plans = parsed.GetValue(plan) is { } name ? [KnownPlans.Find(name)] : KnownPlans.All;
            screen.Output.WriteLine(string.Join("\n\n", plans.Select(Describe)));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Describe(ConformancePlan plan)
    {
        var variants = plan.Variants;
        var widthOfParameter = plan.Parameters.Max(parameter => parameter.Name.Length);
        var widthOfModule = plan.Modules.Max(module => module.ShortName.Length);
        return string.Join('\n', (IEnumerable<string>)
        [
            plan.Name,
            plan.Title,
            "",
            "What can be chosen (--variant NAME=VALUE,NAME=VALUE; what is left out is the default, or every value):",
            .. plan.Parameters.Select(parameter =>
                $"  {parameter.Name.PadRight(widthOfParameter)}  {string.Join(" or ", parameter.Values)}{(parameter.Default is null ? "" : $" (default {parameter.Default})")}"),
            "",
            variants.Count == 1 ? "1 variant, with the number of its modules:" : $"{variants.Count} variants, each with the number of its modules:",
            .. variants.Select(variant => $"  {plan.ModulesFor(variant).Count,3}  {variant}"),
            "",
            $"{plan.Modules.Count} modules (the full names begin with {Prefix(plan)}):",
            .. plan.Modules.Select(module => $"  {module.ShortName.PadRight(widthOfModule)}  {module.Description.Summary}{Notes(module.Description)}"),
        ]);
    }

    private static string Prefix(ConformancePlan plan) => plan.Modules[0].Name[..^plan.Modules[0].ShortName.Length];

    private static string Notes(ModuleDescription module)
    {
        string?[] notes =
        [
            module.AppliesTo.ToString() is { Length: > 0 } applies ? applies : null,
            module.Waits > TimeSpan.Zero ? $"waits {Durations.Of(module.Waits)}" : null,
        ];
        return notes.OfType<string>().ToList() is { Count: > 0 } said ? $" [{string.Join("; ", said)}]" : "";
    }
}
