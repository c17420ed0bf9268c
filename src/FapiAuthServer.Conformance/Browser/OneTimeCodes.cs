using FapiAuthServer.Conformance.Configuration;
using OtpNet;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>The customer's authenticator (RFC 6238, thirty seconds, six digits), which never shows one code twice.</summary>
internal sealed class OneTimeCodes(CustomerConfiguration customer, TimeProvider time)
{
    private const int StepSeconds = 30;

    // Near its end a step is left alone: the code would be too old by the time it arrives.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(4);

    public CustomerConfiguration Customer { get; } = customer;

    /// <summary>The step of the last code that was shown.</summary>
    public long LastStep { get; private set; }

    public async Task<string> NextAsync(CancellationToken cancellation)
    {
        if (Customer.TotpSecret is null)
        {
            throw new BrowserException($"the server asks {Customer.Username} for a one-time code, but no totp_secret is configured");
        }
        while (true)
        {
            var now = time.GetUtcNow();
            var current = now.ToUnixTimeSeconds() / StepSeconds;
            var end = DateTimeOffset.FromUnixTimeSeconds((current + 1) * StepSeconds);
            var oldest = end - now > Margin ? current - Customer.StepsBack : current;
            var step = Math.Max(oldest, LastStep + 1);
            if (step <= current && (step < current || Customer.StepsBack > 0 || end - now > TimeSpan.FromSeconds(1)))
            {
                LastStep = step;
                return new Totp(Base32Encoding.ToBytes(Customer.TotpSecret), StepSeconds)
                    .ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime);
            }
            await Task.Delay(end - now + TimeSpan.FromMilliseconds(200), time, cancellation);
        }
    }
}
