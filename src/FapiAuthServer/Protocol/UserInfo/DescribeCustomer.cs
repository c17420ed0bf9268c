using System.Text.Json;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.UserInfo;

/// <summary>Answers with the subject and the claims that the request asked for and the customer consented to.</summary>
internal sealed class DescribeCustomer(FapiDbContext db, CustomerDirectory customers, ICustomerDetails details) : IOpenIddictServerHandler<ApplyUserInfoResponseContext>
{
    public async ValueTask HandleAsync(ApplyUserInfoResponseContext context)
    {
        if (context.Error is not null || context.Fapi.AccessToken is not { } token)
            return;

        var answer = new OpenIddictResponse { ["sub"] = token.Subject };
        var grant = await db.Grants.Where(given => given.Id == token.GrantId).Select(given => new { given.Subject, given.ClaimsRequest }).FirstOrDefaultAsync(context.CancellationToken);
        var offered = context.Fapi.Profile.IdentityClaims.Value;
        string[] names = [.. Asked(token, grant?.ClaimsRequest).Where(offered.Contains)];
        if (grant is not null && names.Length > 0)
        {
            var name = (await customers.FindBySubjectAsync(grant.Subject, context.CancellationToken))?.DisplayName;
            foreach (var (claim, value) in StandardClaims.Describe(names, name, await details.FindAsync(grant.Subject, context.CancellationToken)))
                answer[claim] = new OpenIddictParameter(JsonSerializer.SerializeToElement(value));
        }

        context.Transaction.Response = answer;
    }

    private static IEnumerable<string> Asked(PresentedAccessToken token, string? claimsRequest)
    {
        var ofScopes = StandardClaims.OfScopes(token.Scope.Split(' '));
        return ClaimsRequest.TryParse(claimsRequest, out var claims) ? ofScopes.Concat(claims.UserInfo.Keys) : ofScopes;
    }
}
