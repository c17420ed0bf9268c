namespace FapiAuthServer.Sca.Factors;

/// <summary>One element of an authentication.</summary>
/// <param name="Category">What it rests on.</param>
/// <param name="Factor">The factor that showed it.</param>
/// <param name="Method">The word of RFC 8176 for it.</param>
/// <param name="IsLinked">Whether it is bound to amount and payee, and the customer was shown both.</param>
/// <param name="IsFresh">Whether it was shown for this challenge, and not earlier in the session. (SCA-031)</param>
public sealed record Element(FactorCategory Category, FactorKinds Factor, string Method, bool IsLinked, bool IsFresh = true);
