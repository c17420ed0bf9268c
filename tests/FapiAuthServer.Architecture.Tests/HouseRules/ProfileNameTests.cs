using System.Text.RegularExpressions;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed partial class ProfileNameTests
{
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["src/FapiAuthServer/Startup/Sandbox/SandboxDefaults.cs"] = "configures the sandbox's issuers, as an operator would",
        ["src/FapiAuthServer/Issuers/IssuerOptions.cs"] = "an example of a path in a message",
    };

    [Fact]
    public void Profiles_and_ecosystems_are_named_in_Profiles_only()
        => Findings.None(
            [.. InCode().Concat(InPages())], Exceptions,
            "Ask the profile for a rule instead of its name; a name belongs into Profiles.");

    private static IEnumerable<Finding> InCode()
        => from source in Repository.ProductSources
           where !source.IsIn("src/FapiAuthServer/Profiles")
           from token in source.Strings().Concat(source.Identifiers())
           where NamesProfile(token.ValueText)
           select new Finding(source.Path, $"{source.At(token)} {token.ValueText}");

    private static IEnumerable<Finding> InPages()
        => from file in Repository.Files
           where file.StartsWith("src/FapiAuthServer/", StringComparison.Ordinal) && System.IO.Path.GetExtension(file) is ".cshtml" or ".resx" or ".json"
           where NamesProfile(Repository.Read(file))
           select new Finding(file, "has the name of a profile or ecosystem in it");

    private static bool NamesProfile(string text)
    {
        var words = Tag().Replace(text, "");
        return FapiProfiles.All.Any(profile => words.Contains(profile.Name, StringComparison.OrdinalIgnoreCase) || words.Contains(profile.Title, StringComparison.OrdinalIgnoreCase))
            || ProfileOrEcosystem().IsMatch(words);
    }

    // A requirement tag begins with the name of its specification.
    [GeneratedRegex(@"(FAPI[12]?(-[A-Z0-9]+)+|OIDC[A-Z]*)-[0-9.]+")]
    private static partial Regex Tag();

    [GeneratedRegex("fapi[ _-]?[12]|open[ _-]?(banking|finance|insurance)|brazil|brasil|connectid|nextgenpsd2|berlin[ _-]?group|polishapi", RegexOptions.IgnoreCase)]
    private static partial Regex ProfileOrEcosystem();
}
