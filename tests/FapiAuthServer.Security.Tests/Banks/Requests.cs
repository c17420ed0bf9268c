using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>What tests do to requests more than once.</summary>
public static class Requests
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    extension(ProtocolRequest request)
    {
        /// <summary>Sends this text as the assertion, whatever it is.</summary>
        public void SendAssertion(string assertion)
        {
            request.Assertion = null;
            request.Form["client_assertion_type"] = AssertionType;
            request.Form["client_assertion"] = assertion;
        }

        /// <summary>Sends this text as the proof, whatever it is.</summary>
        public void SendProof(string proof)
        {
            request.Proof = null;
            request.Headers.Add(new("DPoP", proof));
        }

        public void Header(string name, string value) => request.Headers.Add(new(name, value));
    }
}
