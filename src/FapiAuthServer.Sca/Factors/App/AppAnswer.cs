namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What became of an app's answer.</summary>
public enum AppAnswer
{
    /// <summary>Taken: the page can go on.</summary>
    Accepted,

    /// <summary>Not taken, whatever the reason.</summary>
    Refused,
}
