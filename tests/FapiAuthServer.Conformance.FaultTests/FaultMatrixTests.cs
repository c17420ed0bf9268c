using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.FaultTests.Faults;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

[assembly: AssemblyFixture(typeof(FaultyBank))]

namespace FapiAuthServer.Conformance.FaultTests;

/// <summary>The runner can fail: a server with one fault is noticed by the modules that should notice, and by no other.</summary>
public sealed class FaultMatrixTests(FaultyBank bank)
{
    private const string SecurityProfile = "fapi2-security-profile-final-test-plan";

    public static TheoryData<string> Faults => [.. FaultCatalogue.All.Select(fault => fault.Name)];

    public static TheoryData<string> Freedoms => [.. Liberties.All.Select(liberty => liberty.Name)];

    public static TheoryData<string, string> AllVariants =>
    [
        .. Variants.All.Select(variant => (SecurityProfile, variant))
            .Concat(FaultCatalogue.All.Select(fault => (fault.Plan.Name, fault.Variant))).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(AllVariants))]
    public async Task A_server_without_fault_gives_no_module_cause_to_fail_or_to_warn(string plan, string variant)
    {
        var sound = await bank.SoundAsync(KnownPlans.Find(plan), variant);

        Assert.Empty(Noticed(sound));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_noticed_by_the_modules_it_concerns_and_by_no_other(string name)
    {
        var fault = FaultCatalogue.Find(name);
        var sound = await bank.SoundAsync(fault.Plan, fault.Variant);

        var found = await bank.RunAsync(fault);

        var expected = sound.Modules.Where(module => found.Modules.Any(run => run.Name == module.Name)).Select(module => Verdict(fault, module)).OfType<string>().ToList();
        var noticed = Noticed(found);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {(noticed.Count == 0 ? "nobody" : string.Join(", ", noticed))}");
        Assert.True(
            expected.SequenceEqual(noticed),
            $"""
            Expected, but not noticed: {string.Join(", ", expected.Except(noticed))}
            Noticed, but not expected:
            {string.Join('\n', found.Modules.Where(module => IsNoticed(module) && Verdict(fault, module) is null).Select(Explain))}
            """);
        Assert.Equal(fault.Breaches ?? Breaches(found), Breaches(found));
        Assert.Equal(expected.Count == 0, fault.GoesUnnoticedBecause is not null);
        Assert.Empty(fault.Fails.Concat(fault.Warns).Except(sound.Modules.Select(Short)));
    }

    [Theory]
    [MemberData(nameof(Freedoms))]
    public async Task What_a_server_may_do_otherwise_is_no_fault(string name)
    {
        var found = await bank.RunAsync(Liberties.All.Single(liberty => liberty.Name == name));

        Assert.True(Noticed(found).Count == 0, string.Join('\n', found.Modules.Where(IsNoticed).Select(Explain)));
    }

    private static string? Verdict(Fault fault, ModuleResult module) =>
        fault.Fails.Contains(Short(module)) || fault.FailsWhere(module) ? $"{Short(module)}: {ModuleVerdict.Failed}"
        : fault.Warns.Contains(Short(module)) || fault.WarnsWhere(module) ? $"{Short(module)}: {ModuleVerdict.Warning}"
        : null;

    private static List<string> Noticed(VariantResult run) =>
    [
        .. run.Modules.Where(IsNoticed).Select(module => $"{Short(module)}: {module.Verdict}"),
    ];

    private static bool IsNoticed(ModuleResult module) => module.Verdict is ModuleVerdict.Failed or ModuleVerdict.Warning;

    private static int Breaches(VariantResult run) =>
        run.Modules.Sum(module => module.Checks.Count(check => check.Severity is Severity.Failure or Severity.Warning));

    private static string Short(ModuleResult module) => ModuleNames.WithoutPrefix(module.Name);

    private static string Explain(ModuleResult module) =>
        $"  {Short(module)}: {module.Verdict}. {module.Reason} " + string.Join(
            "; ",
            module.Checks.Where(check => check.Severity is Severity.Failure or Severity.Warning).Select(check => $"{check.Text} ({check.Detail})"));
}
