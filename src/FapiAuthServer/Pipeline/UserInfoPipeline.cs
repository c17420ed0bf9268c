using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using FapiAuthServer.Protocol.UserInfo;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using BuiltIn = OpenIddict.Server.OpenIddictServerHandlers.UserInfo;

namespace FapiAuthServer.Pipeline;

/// <summary>GET or POST /userinfo: a protected resource of our own, with the same demands as any other.</summary>
internal static class UserInfoPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractUserInfoRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractUserInfoRequestContext>>()
            .Remove(ExtractClientCertificate<ExtractUserInfoRequestContext>.Descriptor) // read once, in ReadClientCertificate
            .Remove(ExtractAccessToken<ExtractUserInfoRequestContext>.Descriptor);  // knows Bearer only; AuthenticateToken, below

        server.On<ValidateUserInfoRequestContext>()
            .First()
                .Run<VerifyProof<ValidateUserInfoRequestContext>>()                 // with ath
                .Run<AuthenticateToken>()                                           // ours, good, bound to the caller's key
                .Run<ResolveClient>()                                               // whose it is, and whether we can answer in its form
            .Remove(BuiltIn.ValidateAccessTokenParameter.Descriptor)
            .Remove(BuiltIn.ValidateAuthentication.Descriptor);

        server.On<HandleUserInfoRequestContext>()
            .Remove(BuiltIn.AttachPrincipal.Descriptor)
            .Remove(BuiltIn.AttachAudiences.Descriptor)
            .Remove(BuiltIn.AttachClaims.Descriptor);                               // DescribeCustomer

        server.On<ApplyUserInfoResponseContext>()
            .First()
                .Run<AttachNonce<ApplyUserInfoResponseContext>>()
                .Run<DescribeCustomer>()
            .After(AttachHttpResponseCode<ApplyUserInfoResponseContext>.Descriptor)
                .Run<AttachStatus<ApplyUserInfoResponseContext>>()
            .Remove(AttachWwwAuthenticateHeader<ApplyUserInfoResponseContext>.Descriptor)
            .After(AttachCacheControlHeader<ApplyUserInfoResponseContext>.Descriptor)
                .Run<AttachChallenge>()                                             // both schemes
                .Run<SignAnswer>();                                                 // as a JWT, where the client registered for one
    }
}
