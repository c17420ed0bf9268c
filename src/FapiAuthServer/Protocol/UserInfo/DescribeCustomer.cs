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
internal sealed class DescribeCustomer(FapiDbContext db, CustomerDirectory customers) : IOpenIddictServerHandler<ApplyUserInfoResponseContext>
{
    public async ValueTask HandleAsync(ApplyUserInfoResponseContext context)
    {
        if (context.Error is not null || context.Fapi.AccessToken is not { } token)
            return;

        var answer = new OpenIddictResponse { ["sub"] = token.Subject };
        var asked = await db.Grants.Where(grant => grant.Id == token.GrantId).Select(grant => grant.ClaimsRequest).FirstOrDefaultAsync(context.CancellationToken);
        if (ClaimsRequest.TryParse(asked, out var claims) && claims.UserInfo.ContainsKey("name"))
            answer["name"] = (await customers.FindBySubjectAsync(token.Subject, context.CancellationToken))?.DisplayName;

        context.Transaction.Response = answer;
    }
}
