namespace FapiAuthServer.Architecture.Tests.Dependencies;

/// <summary>Who may refer to whom. A layer is a top folder of the server, a room of the protocol, or a project beside the server.</summary>
internal static class Layers
{
    /// <summary>What the operator configured is one object; each layer reads its part of it.</summary>
    public const string Options = "Options";

    public const string Program = "Program";
    public const string Rooms = "Protocol/*";

    private static readonly string[] Everything = ["*"];

    /// <summary>A line per layer, from the ground up. Growing a line is a decision about the design: it goes with an ADR.</summary>
    public static IReadOnlyDictionary<string, string[]> May { get; } = new Dictionary<string, string[]>
    {
        ["Jose"] = [],
        ["Sca"] = [],
        ["ResourceServer"] = ["Jose"],

        ["Profiles"] = ["Jose"],                                   // the names of the algorithms
        ["Rejections"] = ["Profiles"],
        ["Options"] = ["Issuers", "Sca"],                          // of each issuer, and the second factor's limits
        ["Data"] = ["Options", "Audit", "Clients", "Grants", "Interaction", "Keys", "SingleUse", "Sca"], // one context over the entities of all
        ["Audit"] = ["Data"],
        ["Issuers"] = ["Options", "Profiles", "Keys"],             // an issuer's engine options are built anew when its keys change
        ["Keys"] = ["Data", "Issuers", "Jose", "Profiles"],
        ["Clients"] = ["Options", "Data", "Issuers", "Jose", "Profiles"],
        ["SingleUse"] = ["Data", "Rejections"],
        ["Grants"] = ["Clients", "Data", "Issuers", "Jose", "Keys", "Profiles", "Rejections", "Sca", "SingleUse"], // Profiles for the values of acr
        ["Transaction"] = ["Clients", "Grants", "Interaction", "Issuers", "Jose", "Profiles", "Rejections", "SingleUse"],

        ["Interaction"] = ["Options", "Audit", "Clients", "Data", "Grants", "Issuers", "Profiles", "Rejections", "Sca", "Transaction"],
        [Rooms] = ["Audit", "Clients", "Data", "Grants", "Issuers", "Jose", "Keys", "Profiles", "Rejections", "SingleUse", "Transaction"],
        ["Protocol"] = [Rooms],                                    // ProtocolFeature, which registers what is in the rooms
        ["Pipeline"] = [Rooms, "Issuers", "Keys", "Profiles"],     // to list handlers, and to set the engine up per issuer

        ["Startup"] = Everything,
        [Program] = Everything,
    };

    /// <summary>What one room may beyond that, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>
    {
        ["Protocol/Authorization -> Interaction"] = "this room opens the customer's visit and takes its answer",
        ["Protocol/ClientAuthentication -> Options"] = "which authorities certificates are accepted from is the deployment's to say",
        ["Protocol/Logout -> Interaction"] = "this room opens the customer's sign-out, and tells the clients what came of it",
        ["Protocol/PaymentReports -> Protocol/SenderConstraint"] = "the bank proves its key like any client, but outside the engine's pipeline",
        ["Protocol/PaymentReports -> Sca"] = "what was paid is the evidence of strong authentication",
        ["Protocol/SenderConstraint -> Options"] = "which proxies are believed about certificates is the deployment's to say",
        ["Protocol/Tokens -> Sca"] = "an ID token can carry the customer's name",
        ["Protocol/UserInfo -> Sca"] = "userinfo can carry the customer's name",
    };

    public static bool Allows(Dependency dependency)
    {
        if (!May.TryGetValue(InTable(dependency.From), out var allowed))
            return false;

        return allowed == Everything || allowed.Contains(InTable(dependency.To)) || dependency.From == dependency.To;
    }

    public static string InTable(string layer) => layer.StartsWith("Protocol/", StringComparison.Ordinal) ? Rooms : layer;

    public static string Of(string @namespace, string type)
    {
        return @namespace.Split('.') switch
        {
            ["FapiAuthServer", "Startup"] when type.EndsWith("Options", StringComparison.Ordinal) || type is "ServerMode" or "DatabaseProvider" => Options,
            ["FapiAuthServer", "Protocol", var room, ..] => $"Protocol/{room}",
            ["FapiAuthServer", var layer, ..] => layer,
            _ => Program,
        };
    }
}
