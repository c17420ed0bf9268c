using FapiAuthServer.Conformance.Checks;

namespace FapiAuthServer.Conformance.Tests.Checks;

public sealed class RequirementsTests
{
    [Theory]
    [InlineData("FAPI2-SP-FINAL-5.3.2.1-8", "https://openid.net/specs/fapi-security-profile-2_0-final.html#section-5.3.2.1")]
    [InlineData("RFC9126-2.3", "https://www.rfc-editor.org/rfc/rfc9126#section-2.3")]
    [InlineData("RFC9449-4.3", "https://www.rfc-editor.org/rfc/rfc9449#section-4.3")]
    [InlineData("RFC6749-A.17", "https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17")]
    [InlineData("OIDCC-3.1.3.7", "https://openid.net/specs/openid-connect-core-1_0.html#rfc.section.3.1.3.7")]
    public void Tag_leads_to_its_section(string requirement, string address) => Assert.Equal(address, Requirements.Resolve(requirement)?.Address);

    [Theory]
    [InlineData("SOMETHING-1")]
    [InlineData("RFC-1")]
    [InlineData("RFC9126-")]
    [InlineData("RFC9126")]
    public void Tag_of_no_known_specification_leads_nowhere(string requirement) => Assert.Null(Requirements.Resolve(requirement));
}
