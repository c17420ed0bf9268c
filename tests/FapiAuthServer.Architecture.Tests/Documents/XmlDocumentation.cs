using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>The documentation comments of an assembly, as the compiler wrote them beside it, in Markdown.</summary>
internal static partial class XmlDocumentation
{
    private static readonly Dictionary<Assembly, IReadOnlyDictionary<string, XElement>> Loaded = [];

    public static string Summary(Type type) => Find(type.Assembly, $"T:{Id(type)}");

    public static string Summary(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{Id(property.DeclaringType!)}.{property.Name}");

    public static string Summary(MethodInfo method)
    {
        var id = $"M:{Id(method.DeclaringType!)}.{method.Name}";
        var members = Members(method.DeclaringType!.Assembly);
        return members.Keys.FirstOrDefault(name => name == id || name.StartsWith(id + "(", StringComparison.Ordinal)) is { } found ? Markdown(members[found]) : "";
    }

    /// <summary>What the summary says first.</summary>
    public static string FirstSentence(string summary) => SentenceEnd().Split(summary, 2)[0].TrimEnd('.', ':');

    private static string Find(Assembly assembly, string id) => Members(assembly).GetValueOrDefault(id) is { } member ? Markdown(member) : "";

    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    private static IReadOnlyDictionary<string, XElement> Members(Assembly assembly)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(assembly, out var members))
                Loaded[assembly] = members = XDocument.Load(System.IO.Path.ChangeExtension(assembly.Location, "xml"))
                    .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

            return members;
        }
    }

    private static string Markdown(XElement member)
        => member.Element("summary") is { } summary ? WhiteSpace().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim() : "";

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => $"`{LastName(reference.Value)}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("langword")?.Value}`",
        XElement { Name.LocalName: "paramref" } parameter => $"`{parameter.Attribute("name")?.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    private static string LastName(string reference) => reference.Split('(')[0].Split('.', ':')[^1].Split('`')[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    // A full stop that a capital follows; "RFC 6749 section 3.3" has none.
    [GeneratedRegex(@"(?<=[a-z0-9)`])[.] (?=[A-Z])")]
    private static partial Regex SentenceEnd();
}
