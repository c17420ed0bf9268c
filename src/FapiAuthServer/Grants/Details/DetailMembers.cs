using System.Text.Json;

namespace FapiAuthServer.Grants.Details;

/// <summary>Reading the members of an authorization details object, strictly.</summary>
internal static class DetailMembers
{
    extension(JsonElement json)
    {
        /// <summary>Whether every member is one of these.</summary>
        public bool HasOnly(params ReadOnlySpan<string> names)
        {
            foreach (var member in json.EnumerateObject())
                if (!names.Contains(member.Name))
                    return false;

            return true;
        }

        /// <summary>The text of a member: null when it is absent, of another kind, empty, too long, or holds what cannot be seen.</summary>
        public string? Text(string name, int longest)
            => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text && text.Length <= longest && text.Trim() == text && !text.Any(IsUnseen)
                    ? text
                    : null;

        /// <summary>Whether a member is absent, or an array of these texts, each at most once.</summary>
        public bool IsAbsentOrSome(string name, Func<string, bool> allowed)
        {
            if (!json.TryGetProperty(name, out var value))
                return true;

            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                return false;

            string[] texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
            return texts.All(allowed) && texts.Distinct(StringComparer.Ordinal).Count() == texts.Length;
        }
    }

    // Direction marks and other characters without a shape could make a payee read as another one.
    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character)
        is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned;
}
