namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Every fault the runner is tried with.</summary>
internal static class FaultCatalogue
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. ClientAssertionFaults.All,
        .. RequestUriFaults.All,
        .. AuthorizationResponseFaults.All,
        .. CodeFaults.All,
        .. TokenFaults.All,
        .. IdTokenFaults.All,
        .. ResourceFaults.All,
        .. DiscoveryFaults.All,
        .. TlsFaults.All,
        .. RequestObjectFaults.All,
        .. SignedResponseFaults.All,
        .. Fapi1Faults.All,
        .. Fapi1BaselineFaults.All,
        .. OpenIdConnectFaults.All,
        .. FormPostFaults.All,
        .. LogoutFaults.All,
    ];

    public static Fault Find(string name) => All.Single(fault => fault.Name == name);
}
