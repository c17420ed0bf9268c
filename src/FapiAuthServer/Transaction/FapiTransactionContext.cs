using System.Diagnostics.CodeAnalysis;
using FapiAuthServer.Rejections;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Transaction;

/// <summary>The engine's contexts, as our handlers see them.</summary>
internal static class FapiTransactionContext
{
    private static readonly string Key = typeof(FapiTransaction).FullName!;

    extension(BaseContext context)
    {
        public FapiTransaction Fapi
            => context.Transaction.TryGetFapi(out var fapi)
                ? fapi
                : throw new InvalidOperationException("The request has no FAPI transaction; BeginTransaction must run first.");

        public HttpContext Http
            => context.Transaction.GetHttpRequest()?.HttpContext
                ?? throw new InvalidOperationException("The request did not come over HTTP.");
    }

    extension(OpenIddictServerTransaction transaction)
    {
        public bool TryGetFapi([NotNullWhen(true)] out FapiTransaction? fapi)
        {
            fapi = transaction.Properties.TryGetValue(Key, out var value) ? (FapiTransaction?)value : null;
            return fapi is not null;
        }

        public void SetFapi(FapiTransaction fapi) => transaction.Properties[Key] = fapi;
    }

    extension(BaseValidatingContext context)
    {
        /// <summary>Refuses the request for a reason of the catalogue, under the clause that demands it.</summary>
        public void Reject(Reason reason, string clause, string? operatorDetail = null)
            => context.Reject(new Rejection(reason, clause, operatorDetail));

        public void Reject(Rejection rejection)
        {
            context.Fapi.Rejection = rejection;
            context.Reject(rejection.Reason.Error, rejection.Reason.Description);
        }
    }
}
