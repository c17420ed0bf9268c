using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>What makes a phone a device of a customer: the `app_device` of `customers.json`, or the outcome of an enrolment.</summary>
public sealed record PhoneIdentity(string DeviceId, SigningKey Key, string CodeKey, string Audience)
{
    public static PhoneIdentity? Read(JsonNode? device) => device is null ? null : new PhoneIdentity(
        (string)device["device_id"]!, SigningKey.FromJwk(device["private_jwk"]!.AsObject()), (string)device["code_key"]!, (string)device["audience"]!);
}
