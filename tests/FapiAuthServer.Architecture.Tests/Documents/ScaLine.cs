namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>One line of the checklist on strong customer authentication, in a few words, and who answers it.</summary>
internal sealed record ScaLine(string Id, string Demand, ScaAnswer Answer, string Note = "");
