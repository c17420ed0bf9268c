namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>What a customer agrees to when later amounts are not known yet. (SCA-048)</summary>
/// <param name="PerPayment">The most that one payment may be; for a series of equal payments, what each one is.</param>
/// <param name="PerPeriod">The most that all payments of a period may be, or null.</param>
/// <param name="Period">The period that is meant; not looked at without <paramref name="PerPeriod"/>.</param>
/// <param name="IsFixedAmount">Whether each payment is exactly <paramref name="PerPayment"/>.</param>
/// <param name="LastDay">The last day on which a payment may be made, or null for an open end.</param>
public sealed record MandateLimits(Money PerPayment, Money? PerPeriod, LimitPeriod Period, bool IsFixedAmount, DateOnly? LastDay);
