using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using Microsoft.AspNetCore.WebUtilities;

namespace FapiAuthServer.Grants;

/// <summary>
/// The name under which a client knows a customer: the same for all (public), or one for each sector (pairwise), so that
/// two companies cannot put together what they know of one person. Nothing is stored and nothing can be looked up
/// backwards: whoever brings such a name back is compared with the customer at hand.
/// </summary>
internal sealed class PairwiseSubjects(KeyRing keys)
{
    public string For(Issuer issuer, RegisteredClient client, string subject)
    {
        if (client.Sector is not { } sector)
            return subject;

        var input = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sector.Length}:{sector}|{subject}"));
        return WebEncoders.Base64UrlEncode(HMACSHA256.HashData(keys.PairwiseSecret(issuer), input));
    }
}
