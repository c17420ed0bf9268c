namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>How a line of the checklist is answered.</summary>
internal enum ScaAnswer
{
    /// <summary>By code, and by a test that names the line.</summary>
    Met,

    /// <summary>By code and test as far as the module goes; whether a journey calls it is not said.</summary>
    InModule,

    /// <summary>By the server around the module; the note names a test.</summary>
    ByServer,

    /// <summary>By the bank: no program can.</summary>
    Bank,

    /// <summary>By nothing: the server does not offer what the line is about, and the note says what that means.</summary>
    NotOffered,

    /// <summary>By nobody: it explains, or is not law.</summary>
    Information,
}
