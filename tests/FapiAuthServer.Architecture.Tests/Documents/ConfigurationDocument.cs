using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using FapiAuthServer.Startup;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/configuration.md: every setting, read off the options classes.</summary>
internal static class ConfigurationDocument
{
    public static string Write()
    {
        var page = new Page("Configuration", $"""
            Everything is below the section `{ServerOptions.Section}` of one JSON file (`--config FILE`). Environment variables win over the file
            (`{ServerOptions.Section}__Database__ConnectionString`), the command line over both (`--{ServerOptions.Section}:PublicAddress=https://id.bank.example`).
            Durations are written `[days.]hours:minutes:seconds`, for example `00:05:00`. All that is wrong with a configuration is reported at once,
            before the server starts. [operations.md](operations.md) has an example.
            """);

        WriteSection(page, ServerOptions.Section, typeof(ServerOptions));
        return page.ToString();
    }

    private static void WriteSection(Page page, string path, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        var settings = options.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).ToList();

        page.Heading(2, $"`{path}`");
        page.Paragraph(XmlDocumentation.Summary(options));
        page.Table(
            ["Setting", "Type", "Default", "Allowed", "What it is"],
            settings.Where(property => SectionOf(property) is null).Select(property => (string[])
            [
                $"`{property.Name}`", TypeOf(property.PropertyType), DefaultOf(property.GetValue(defaults)), AllowedBy(property), XmlDocumentation.Summary(property),
            ]));

        foreach (var property in settings)
            if (SectionOf(property) is var (section, index))
                WriteSection(page, $"{path}:{property.Name}{index}", section);
    }

    private static (Type Section, string Index)? SectionOf(PropertyInfo property)
    {
        var element = property.PropertyType.IsGenericType && typeof(IList).IsAssignableFrom(property.PropertyType) ? property.PropertyType.GetGenericArguments()[0] : null;
        var section = element ?? property.PropertyType;
        return section.Assembly.GetName().Name!.StartsWith("FapiAuthServer", StringComparison.Ordinal) && section.IsClass ? (section, element is null ? "" : ":N") : null;
    }

    private static string TypeOf(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? TypeOf(underlying)
        : type == typeof(string) ? "text"
        : type == typeof(bool) ? "`true` or `false`"
        : type == typeof(int) || type == typeof(decimal) ? "number"
        : type == typeof(TimeSpan) ? "duration"
        : type.IsEnum ? "word"
        : "list of texts";

    private static string DefaultOf(object? value) => value switch
    {
        null or "" => "",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{(time.Milliseconds == 0 ? $"{time:c}" : $"{time:c}".TrimEnd('0'))}`",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable => "none",
        _ => $"`{value}`",
    };

    private static string AllowedBy(PropertyInfo property)
    {
        List<string> allowed = [];
        if (property.IsDefined(typeof(RequiredAttribute)))
            allowed.Add("required");
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            allowed.Add($"{Bound(range.Minimum, range.OperandType)} to {Bound(range.Maximum, range.OperandType)}");
        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern)
            allowed.Add($"`{pattern.Pattern}`");
        if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } choices)
            allowed.Add(string.Join(", ", Enum.GetNames(choices).Select(name => $"`{name}`")));

        return string.Join(", ", allowed);
    }

    private static string Bound(object bound, Type type)
        => type == typeof(TimeSpan) ? Durations.Words(TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture)) : string.Format(CultureInfo.InvariantCulture, "{0:N0}", bound);
}
