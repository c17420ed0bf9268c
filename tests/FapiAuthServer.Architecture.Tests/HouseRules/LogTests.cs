using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class LogTests
{
    private static readonly string[] Unchecked = ["LogTrace", "LogDebug", "LogInformation", "LogWarning", "LogError", "LogCritical"];

    private static readonly Dictionary<string, string> Consoles = new()
    {
        ["src/FapiAuthServer/Startup/StartupFaults.cs"] = "says why the server does not start, to whoever started it",
    };

    [Fact]
    public void Logs_are_generated_methods_in_Log_files()
        => Findings.None(
            (from source in Repository.Sources
             from name in source.All<SimpleNameSyntax>()
             where Unchecked.Contains(name.Identifier.Text)
             select source.At(name))
            .Concat(Messages().Where(message => message.Source.Name != "Log").Select(message => message.Place)),
            "Write the message as a [LoggerMessage] method in the Log.cs beside the code, where it can be seen what reaches a log.");

    [Fact]
    public void Nothing_of_the_product_writes_to_the_console()
        => Findings.None(
            [.. from source in Repository.ProductSources
                from access in source.All<MemberAccessExpressionSyntax>()
                where access.Expression.ToString() is "Console" or "Console.Out" or "Console.Error" or "Debug" or "Trace"
                select new Finding(source.Path, source.At(access))],
            Consoles, "Log it, or leave it out.");

    [Fact]
    public void Event_ids_are_unique()
        => Findings.None(
            Messages().GroupBy(message => message.Id).Where(group => group.Count() > 1)
                .SelectMany(group => group.Select(message => $"{group.Key} at {message.Place}")),
            "Operators filter by event id; give each message its own.");

    [Fact]
    public void Each_room_has_a_hundred_event_ids_of_its_own()
        => Findings.None(
            Messages().GroupBy(message => message.Id / 100).Where(group => group.Select(message => message.Source).Distinct().Count() > 1)
                .SelectMany(group => group.Select(message => $"{group.Key}xx in {message.Source.Path}").Distinct()),
            "Two Log.cs share a range; move one of them.");

    private static IEnumerable<(SourceFile Source, int Id, string Place)> Messages()
        => from source in Repository.Sources
           from attribute in source.All<AttributeSyntax>()
           where attribute.Name.ToString() == "LoggerMessage"
           select (source, int.Parse(attribute.ArgumentList!.Arguments[0].Expression.ToString(), CultureInfo.InvariantCulture), source.At(attribute));
}
