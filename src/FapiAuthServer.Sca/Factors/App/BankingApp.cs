using System.Buffers.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What the banking app talks to: it fetches what waits for it, and answers. Everything it says is signed by its device. (SCA-190 to SCA-194)</summary>
public sealed class BankingApp
{
    private const int Choices = 3;
    private const int MinIdentifierLength = 16;
    private const int MaxIdentifierLength = 64;

    private readonly ScaStore store;
    private readonly AppDevices devices;
    private readonly AttemptCounter counter;
    private readonly CustomerDirectory directory;
    private readonly KeyedHashes hashes;
    private readonly ScaEvents events;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;
    private readonly ILogger logger;

    internal BankingApp(
        ScaStore store, AppDevices devices, AttemptCounter counter, CustomerDirectory directory, KeyedHashes hashes, ScaEvents events,
        TimeProvider clock, IOptions<ScaOptions> options, ILogger<BankingApp> logger)
    {
        this.store = store;
        this.devices = devices;
        this.counter = counter;
        this.directory = directory;
        this.hashes = hashes;
        this.events = events;
        this.clock = clock;
        this.options = options.Value;
        this.logger = logger;
    }

    /// <summary>What waits for the device that signed (JWS of type sca-fetch+jwt), or null.</summary>
    public async Task<AppPrompt?> FetchAsync(string signedRequest, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(signedRequest);
        var (_, device) = await VerifyAsync(signedRequest, AppMessage.Fetch, ct);
        var challenge = device is null ? null : await devices.FindChallengeAsync(device.CustomerId, ct);
        if (challenge is null || challenge.ApprovedBy is not null)
            return null;

        return new AppPrompt(
            challenge.Id, Base64Url.EncodeToString(challenge.Nonce), challenge.Action, challenge.ClientName,
            challenge.MatchNumber is { } number ? await ChoicesWithAsync(number, challenge.Id, ct) : [],
            AppCodeFactor.QuestionOf(challenge), challenge.ExpiresAt);
    }

    /// <summary>Takes the device's signed answer (JWS of type sca-answer+jwt): approve, deny, or disown.</summary>
    public async Task<AppAnswer> AnswerAsync(string signedAnswer, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(signedAnswer);
        store.RequireNoTransaction();
        var (message, device) = await VerifyAsync(signedAnswer, AppMessage.Answer, ct);
        var challenge = device is null ? null : await devices.FindChallengeAsync(device.CustomerId, ct);
        if (message is null || device is null || challenge is null || !IsAbout(message, challenge))
        {
            logger.AnswerRefused(device?.CustomerId);
            return AppAnswer.Refused;
        }

        return message.Text("decision") switch
        {
            "approve" => await ApproveAsync(message, device, challenge, ct),
            "deny" => await EndAsync(challenge, ChallengeState.Denied, ScaEventKind.Denied, ct),
            "disown" => await EndAsync(challenge, ChallengeState.Disowned, ScaEventKind.Disowned, ct),
            _ => AppAnswer.Refused,
        };
    }

    private async Task<(AppMessage? Message, AppDevice? Device)> VerifyAsync(string jws, string type, CancellationToken ct)
    {
        var message = AppMessage.Read(jws, type);
        var device = message is null ? null : await devices.FindAsync(message.DeviceId, ct);
        return device is not null && message!.IsSignedBy(device.PublicKey)
            && message.IsFor(options.App.Audience, clock.GetUtcNow(), options.App.MessageLifetime)
            ? (message, device)
            : (null, null);
    }

    // Everything the app has seen is in what it signed; a change of any of it makes it an answer to something else.
    private static bool IsAbout(AppMessage message, Challenge challenge) =>
        message.Text("challenge_id") == challenge.Id.ToString("D")
            && message.Text("nonce") == Base64Url.EncodeToString(challenge.Nonce)
            && message.Texts("transaction_data_hashes") is [var hash] && hash == challenge.ActionHash
            && message.Text("jti")?.Length is >= MinIdentifierLength and <= MaxIdentifierLength;

    private async Task<AppAnswer> ApproveAsync(AppMessage message, AppDevice device, Challenge challenge, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == challenge.CustomerId, ct);
        if (directory.GetState(customer) != CustomerState.Active || !challenge.Factors.HasFlag(FactorKinds.AppApproval)
            || challenge.IsPayment && device.PaymentsFrom > now)
            return AppAnswer.Refused;

        if (message.Number("number") != challenge.MatchNumber)
            return await CountWrongNumberAsync(challenge, ct);

        var methods = string.Join(' ', message.Texts("amr").Where(method => method is "pin" or "fpt" or "face").Distinct());
        var won = await store.Challenges
            .Where(c => c.Id == challenge.Id && c.State == ChallengeState.Open && c.ApprovedBy == null && c.ExpiresAt > now)
            .ExecuteUpdateAsync(
                row => row.SetProperty(c => c.ApprovedBy, device.Id).SetProperty(c => c.ApprovedWith, methods), ct);
        if (won == 0)
            return AppAnswer.Refused;

        logger.Approved(challenge.CustomerId, challenge.Id, device.Id);
        return AppAnswer.Accepted;
    }

    // One pick of three: it ends the challenge, and it counts.
    private async Task<AppAnswer> CountWrongNumberAsync(Challenge challenge, CancellationToken ct)
    {
        if (await counter.ReserveAsync(challenge.CustomerId, ct) is AttemptReservation.Reserved reserved)
        {
            await events.RecordAsync(
                ScaEventKind.VerificationRefused, challenge.CustomerId, challenge.Binding, challenge.Id, FactorKinds.AppApproval, ct, "number");
            await counter.ReportAsync(reserved, ct);
        }

        await EndAsync(challenge, ChallengeState.Denied, ScaEventKind.Denied, ct);
        return AppAnswer.Refused;
    }

    private async Task<AppAnswer> EndAsync(Challenge challenge, ChallengeState state, ScaEventKind kind, CancellationToken ct)
    {
        var won = await store.Challenges.Where(c => c.Id == challenge.Id && c.State == ChallengeState.Open)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.State, state), ct);
        if (won == 0)
            return AppAnswer.Refused;

        await events.RecordAsync(kind, challenge.CustomerId, challenge.Binding, challenge.Id, challenge.Factors, ct);
        logger.Denied(challenge.CustomerId, challenge.Id, state);
        return AppAnswer.Accepted;
    }

    // The same three whenever the app asks, under a key of the server: asking twice, or reckoning, must not tell which is right.
    private async Task<IReadOnlyList<int>> ChoicesWithAsync(int number, Guid challengeId, CancellationToken ct)
    {
        var seed = await hashes.ComputeAsync("match-choices", challengeId.ToString("N"), ct);
        var choices = new SortedSet<int> { number };
        for (var next = sizeof(int); choices.Count < Choices; next++)
            choices.Add(AppApprovalFactor.FirstMatchNumber + (seed[next] % AppApprovalFactor.MatchNumbers));
        return [.. choices];
    }
}
