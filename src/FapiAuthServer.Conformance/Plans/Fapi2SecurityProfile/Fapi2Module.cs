namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>Names modules as they are published: the Message Signing plan uses the same prefix.</summary>
internal static class Fapi2Module
{
    public static ModuleDescription Describe(string name, string summary) => new("fapi2-security-profile-final-" + name, summary);
}
