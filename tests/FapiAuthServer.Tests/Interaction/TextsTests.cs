using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using FapiAuthServer.Interaction;

namespace FapiAuthServer.Tests.Interaction;

public sealed partial class TextsTests
{
    private static readonly ResourceManager Texts = new(typeof(Texts));

    internal static IReadOnlyDictionary<string, string> In(CultureInfo language)
        => Texts.GetResourceSet(language, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    [Fact]
    public void German_says_all_that_English_says()
    {
        var english = In(CultureInfo.InvariantCulture);
        var german = In(CultureInfo.GetCultureInfo("de"));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), german.Keys.Order(StringComparer.Ordinal));
        Assert.All(german.Values, Assert.NotEmpty);
    }

    [Fact]
    public void German_fills_the_same_gaps()
    {
        var german = In(CultureInfo.GetCultureInfo("de"));

        Assert.All(In(CultureInfo.InvariantCulture), text => Assert.Equal(Gaps(text.Value), Gaps(german[text.Key])));
    }

    private static IEnumerable<string> Gaps(string text) => Gap().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(\d)[:}]")]
    private static partial Regex Gap();
}
