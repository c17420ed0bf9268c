using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using FapiAuthServer.Architecture.Tests.Dependencies;
using FapiAuthServer.Architecture.Tests.Documents;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class OptionsTests
{
    private static readonly string[] Written = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss", @"hh\:mm\:ss\.fff"];

    private static IEnumerable<PropertyInfo> Settings
        => from assembly in CompiledCode.Products
           where assembly != CompiledCode.Jose
           from type in assembly.GetTypes()
           where type is { IsClass: true, IsNested: false } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null
           from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where property.SetMethod is { IsPublic: true }
           select property;

    [Fact]
    public void A_setting_says_what_it_is()
        => Findings.None(
            Settings.Where(setting => XmlDocumentation.Summary(setting).Length == 0).Select(NameOf),
            "Operators read docs/configuration.md, which reads these comments:");

    [Fact]
    public void A_number_or_duration_has_a_range()
        => Findings.None(
            Settings.Where(setting => setting.DeclaringType!.Assembly != CompiledCode.ResourceServer) // which validates in code: its options are not ours alone
                .Where(setting => (Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType) is var type && (type == typeof(int) || type == typeof(TimeSpan)))
                .Where(setting => !setting.IsDefined(typeof(RangeAttribute))).Select(NameOf),
            "Say with [Range] what is safe:");

    [Fact]
    public void The_unit_of_a_setting_is_in_its_type()
        => Findings.None(
            Settings.Where(setting => setting.PropertyType != typeof(TimeSpan) && (string[])["Seconds", "Minutes", "Hours", "Days", "Milliseconds"] is var units && units.Any(setting.Name.EndsWith)).Select(NameOf),
            "Make it a TimeSpan:");

    [Fact]
    public void The_bounds_of_a_duration_are_read_as_they_are_written()
        => Findings.None(
            from setting in Settings
            let range = setting.GetCustomAttribute<RangeAttribute>()
            where range?.OperandType == typeof(TimeSpan)
            from bound in (object[])[range.Minimum, range.Maximum]
            where !TimeSpan.TryParseExact((string)bound, Written, CultureInfo.InvariantCulture, out _)
            select $"{NameOf(setting)}: {bound} is {TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture).TotalDays:0} days",
            "24:00:00 means 24 days; a day is 1.00:00:00:");

    private static string NameOf(PropertyInfo setting) => $"{setting.DeclaringType!.Name}.{setting.Name}";
}
