using System.Text.Json;

namespace FapiAuthServer.Protocol.Tokens;

internal static class TokenJson
{
    extension(Utf8JsonWriter json)
    {
        /// <summary>One audience as a string, several as an array (RFC 7519 section 4.1.3).</summary>
        public void WriteAudience(IReadOnlyList<string> audiences)
        {
            if (audiences.Count == 1)
            {
                json.WriteString("aud", audiences[0]);
                return;
            }

            json.WriteStrings("aud", audiences);
        }

        public void WriteStrings(string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }
}
