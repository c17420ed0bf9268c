using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/profiles.md: every rule of every profile.</summary>
internal static class ProfilesDocument
{
    public static string Write()
    {
        var page = new Page("Profiles", """
            What each profile demands, rule by rule, with the clause that demands it. An issuer is held to the profile it is configured with;
            [conformance.md](conformance.md) says where a rule is enforced and which tests prove it.
            """);

        page.List(FapiProfiles.All.Select(profile => $"`{profile.Name}`: {profile.Title}"));
        page.Table(
            ["Rule", .. FapiProfiles.All.Select(profile => $"`{profile.Name}`")],
            from name in FapiProfiles.All[0].Rules().Select(rule => rule.Name)
            select (string[])[name, .. FapiProfiles.All.Select(profile => Cell(profile.Rules().Single(rule => rule.Name == name).Rule))]);

        return page.ToString();
    }

    public static string ValueOf(IRule rule) => rule.Value switch
    {
        true => "yes",
        false => "no",
        TimeSpan time => Durations.Words(time),
        System.Collections.IEnumerable list and not string => string.Join(", ", list.Cast<object>().Select(value => $"`{value}`")),
        Enum value => $"`{value}`",
        var value => $"{value}",
    };

    private static string Cell(IRule rule) => $"{ValueOf(rule)}<br>[{rule.Clause}]({Clauses.Resolve(rule.Clause)?.Url})";
}
