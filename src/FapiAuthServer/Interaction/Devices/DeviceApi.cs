using System.Buffers.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca.Factors.App;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>
/// What the banking app asks of the server: HTTP in, a call of the module, HTTP out. Apps belong to customers and not to an
/// issuer; they have no cookie and no token, and are believed for what their device has signed.
/// </summary>
internal sealed class DeviceApi(AppDeviceEnrolment enrolment, BankingApp app, AuditTrail audit, IOptions<Sca.ScaOptions> options)
{
    public const string Root = "/app";

    private const string Association = "RTS-24";
    private const string DynamicLinking = "RTS-5";
    private const string BadRequest = "RFC9110-15.5.1";
    private const string AuditedIssuer = "app";

    /// <summary>Makes the phone that holds an activation code a device.</summary>
    public async Task EnrolAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await DeviceMessage.ReadAsync(context, ["activation_code", "public_key", "signature", "label"], cancellation) is not { } message
            || !TryDecode(message["public_key"], out var publicKey) || !TryDecode(message["signature"], out var signature))
        {
            await RefuseAsync(context, Reasons.AppMessageMalformed, BadRequest, cancellation);
            return;
        }

        // Nothing attests where the key is and how it is unlocked, so it counts for as little as it can: possession, in software.
        var request = new AppEnrolment(
            message["activation_code"], publicKey, signature, message["label"], KeyStorage.Software, AppUnlock.None, IsIntact: true);
        if (await enrolment.EnrolAsync(request, cancellation) is not { } device)
        {
            await RefuseAsync(context, Reasons.ActivationRefused, Association, cancellation);
            return;
        }

        await AnswerAsync(context, StatusCodes.Status201Created, new JsonObject
        {
            ["device_id"] = device.DeviceId.ToString("D"),
            ["code_key"] = Base64Url.EncodeToString(device.CodeKey),
            ["code_suite"] = AppEnrolled.CodeSuite,
            ["audience"] = options.Value.App.Audience,
        }, cancellation);
    }

    /// <summary>What waits for the device that signed. One that is not known is told the same as one for which nothing waits.</summary>
    public async Task FetchAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await DeviceMessage.ReadAsync(context, ["request"], cancellation) is not { } message)
        {
            await RefuseAsync(context, Reasons.AppMessageMalformed, BadRequest, cancellation);
            return;
        }

        if (await app.FetchAsync(message["request"], cancellation) is not { } prompt)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["challenge_id"] = prompt.ChallengeId.ToString("D"),
            ["nonce"] = prompt.Nonce,
            ["action"] = prompt.Action,
            ["client_name"] = ForeignName.Show(prompt.ClientName),
            ["choices"] = new JsonArray([.. prompt.Choices.Select(choice => JsonValue.Create(choice))]),
            ["question"] = prompt.Question,
            ["expires_at"] = prompt.ExpiresAt.ToUnixTimeSeconds(),
        }, cancellation);
    }

    /// <summary>Takes a signed answer. What was wrong with one that is not taken is not said.</summary>
    public async Task TakeAnswerAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await DeviceMessage.ReadAsync(context, ["answer"], cancellation) is not { } message)
            await RefuseAsync(context, Reasons.AppMessageMalformed, BadRequest, cancellation);
        else if (await app.AnswerAsync(message["answer"], cancellation) == AppAnswer.Accepted)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await RefuseAsync(context, Reasons.AppAnswerRefused, DynamicLinking, cancellation);
    }

    private async Task RefuseAsync(HttpContext context, Reason reason, string clause, CancellationToken cancellation)
    {
        await audit.RecordAsync(new SecurityEvent(SecurityEvent.RequestRefused, AuditedIssuer)
        {
            Endpoint = context.Request.Path,
            Reason = reason.Code,
            Clause = clause,
        });
        await AnswerAsync(context, reason.Status ?? StatusCodes.Status400BadRequest, new JsonObject
        {
            ["error"] = reason.Error,
            ["error_description"] = reason.Description,
        }, cancellation);
    }

    private static Task AnswerAsync(HttpContext context, int status, JsonObject body, CancellationToken cancellation)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), cancellation);
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var isValid = Base64Url.IsValid(text);
        bytes = isValid ? Base64Url.DecodeFromChars(text) : [];
        return isValid;
    }
}
