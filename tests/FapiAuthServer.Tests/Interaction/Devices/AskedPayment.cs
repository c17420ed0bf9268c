using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Tests.Interaction.Devices;

/// <summary>A payment that a customer was asked about, unless the module would not.</summary>
public sealed record AskedPayment(CodeBinding Binding, ChallengeResult.Begun? Challenge)
{
    public int Number => Challenge!.MatchNumber!.Value;
}
