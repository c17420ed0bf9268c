using System.Reflection;

namespace FapiAuthServer.Rejections;

/// <summary>
/// Every refusal this server can send. A description says what to change; it never repeats what was sent, and has no
/// double quotes or backslashes, which RFC 6749 section 5.2 does not allow.
/// </summary>
internal static class Reasons
{
    // The request as such
    public static readonly Reason RequestMalformed = new("request_malformed", "invalid_request", "The request body could not be read as application/x-www-form-urlencoded UTF-8.");
    public static readonly Reason PostRequired = new("post_required", "invalid_request", "Send the parameters in the body of a POST request, not in the URL.");
    public static readonly Reason RequestTooLarge = new("request_too_large", "invalid_request", "The request has too many parameters, or one that is too long.");
    public static readonly Reason ParameterRepeated = new("parameter_repeated", "invalid_request", "A parameter is present more than once; send each parameter once.");
    public static readonly Reason ParameterMalformed = new("parameter_malformed", "invalid_request", "A parameter holds control characters or is not valid UTF-8.");
    public static readonly Reason RequestNotUnderstood = new("request_not_understood", "invalid_request", "The request is missing a parameter, or a parameter has a value this endpoint does not accept.");
    public static readonly Reason ServerFailed = new("server_failed", "server_error", "The server could not complete the request; try again.");

    // Who asks
    public static readonly Reason ClientCredentialsMissing = new("client_credentials_missing", "invalid_client", "Authenticate the client: send client_assertion and client_assertion_type, or client_id over a connection with the client's certificate.");
    public static readonly Reason ClientMethodsMixed = new("client_methods_mixed", "invalid_request", "Use one client authentication method per request.");
    public static readonly Reason ClientSecretInUrl = new("client_secret_in_url", "invalid_request", "Never send client_secret in the URL: change it, for it is now in logs, and send the new one in the Authorization header or the form.");
    public static readonly Reason ClientSecretMismatch = new("client_secret_mismatch", "invalid_client", "The client secret is not the one registered.");
    public static readonly Reason BasicMalformed = new("basic_malformed", "invalid_client", "The Authorization header must be Basic, a space, and the base64 of client_id, a colon and client_secret, both form-urlencoded first.");
    public static readonly Reason ClientMethodNotAllowed = new("client_method_not_allowed", "invalid_client", "The client is not registered for this authentication method.");
    public static readonly Reason ClientUnknown = new("client_unknown", "invalid_client", "The client is not known to this issuer, or its credentials do not match.");
    public static readonly Reason ClientIdMismatch = new("client_id_mismatch", "invalid_client", "client_id is not the client that the credentials belong to.");
    public static readonly Reason AssertionTypeUnknown = new("assertion_type_unknown", "invalid_client", "client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer.");
    public static readonly Reason AssertionMalformed = new("assertion_malformed", "invalid_client", "client_assertion is not a signed JWT that can be accepted: check its size, header members and encoding.");
    public static readonly Reason AssertionTypeHeader = new("assertion_typ", "invalid_client", "The typ of client_assertion must be absent, JWT or client-authentication+jwt.");
    public static readonly Reason AssertionAlgorithm = new("assertion_algorithm", "invalid_client", "The algorithm of client_assertion is not allowed, or is not the one the client registered.");
    public static readonly Reason AssertionKeyUnknown = new("assertion_key_unknown", "invalid_client", "No registered key of the client fits the kid and alg of client_assertion.");
    public static readonly Reason AssertionSignature = new("assertion_signature", "invalid_client", "The signature of client_assertion does not verify with the client's registered key.");
    public static readonly Reason AssertionSubject = new("assertion_subject", "invalid_client", "iss and sub of client_assertion must both be the client_id.");
    public static readonly Reason AssertionAudience = new("assertion_audience", "invalid_client", "aud of client_assertion must be the issuer identifier of this server, in the form its metadata allows.");
    public static readonly Reason AssertionExpired = new("assertion_expired", "invalid_client", "client_assertion has expired or has no exp; check the client's clock.");
    public static readonly Reason AssertionLifetime = new("assertion_lifetime", "invalid_client", "exp of client_assertion is too far ahead; use a lifetime of a minute.");
    public static readonly Reason AssertionNotYetValid = new("assertion_not_yet_valid", "invalid_client", "iat or nbf of client_assertion lies in the future; check the client's clock.");
    public static readonly Reason AssertionIdMissing = new("assertion_id_missing", "invalid_client", "client_assertion needs a jti of reasonable length.");
    public static readonly Reason AssertionReplayed = new("assertion_replayed", "invalid_client", "This client_assertion was used before; sign a new one for each request.");
    public static readonly Reason CertificateMissing = new("certificate_missing", "invalid_client", "No client certificate was presented; call the endpoint under mtls_endpoint_aliases with the client's certificate.");
    public static readonly Reason CertificateNotAccepted = new("certificate_not_accepted", "invalid_client", "The client certificate is not one that this client is registered with.");

    // The authorization request
    public static readonly Reason RequestingClientUnknown = new("requesting_client_unknown", "invalid_request", "client_id is missing, or not a client of this issuer.");
    public static readonly Reason PushedRequestRequired = new("pushed_request_required", "invalid_request", "Push the authorization request to the pushed authorization request endpoint first, then send client_id and request_uri.");
    public static readonly Reason RequestUriUnknown = new("request_uri_unknown", "invalid_request_uri", "The request_uri is not known, has expired or has been used; push the request again.");
    public static readonly Reason RequestUriWornOut = new("request_uri_worn_out", "invalid_request_uri", "The request was opened too many times; push it again.");
    public static readonly Reason RequestUriForeign = new("request_uri_foreign", "invalid_request", "The request_uri was issued to another client.");
    public static readonly Reason RequestUriNotAllowed = new("request_uri_not_allowed", "invalid_request", "request_uri must not be sent to the pushed authorization request endpoint.");
    public static readonly Reason RequestInTwoForms = new("request_in_two_forms", "invalid_request", "Send the request by value in request or by reference in request_uri, never both.");
    public static readonly Reason RequestUriUnsupported = new("request_uri_unsupported", "request_uri_not_supported", "This issuer fetches no requests: send the parameters themselves, or push them and use the request_uri that was given in return.");
    public static readonly Reason RequestObjectUnsupported = new("request_object_unsupported", "request_not_supported", "This issuer does not take request objects; send plain parameters.");
    public static readonly Reason RequestObjectRequired = new("request_object_required", "invalid_request", "This issuer takes signed requests only: send the parameters as a signed JWT in the request parameter.");
    public static readonly Reason RequestObjectInvalid = new("request_object_invalid", "invalid_request_object", "The request object cannot be accepted: check its typ, alg, kid and signature, client_id, iss and aud, exp and nbf, and that it holds no request or request_uri.");
    public static readonly Reason RequestObjectNotDecrypted = new("request_object_not_decrypted", "invalid_request_object", "The request object cannot be decrypted, or is not encrypted as the client registered: check its alg, enc and kid against the metadata and keys of this issuer, and that a signed JWT is inside.");
    public static readonly Reason EncryptionKeyMissing = new("encryption_key_missing", "invalid_request", "The client registered for encrypted responses, and its jwks or jwks_uri holds no key to encrypt to: one with use enc, a kid and the fitting key type.");
    public static readonly Reason RedirectUriMissing = new("redirect_uri_missing", "invalid_request", "redirect_uri is required in every authorization request.");
    public static readonly Reason RedirectUriUnregistered = new("redirect_uri_unregistered", "invalid_request", "redirect_uri is not registered for this client; it must match exactly, character by character.");
    public static readonly Reason ResponseTypeUnsupported = new("response_type_unsupported", "unsupported_response_type", "response_type is missing, or is not among response_types_supported.");
    public static readonly Reason ResponseTypeNotRegistered = new("response_type_not_registered", "unauthorized_client", "The client is not registered for this response_type.");
    public static readonly Reason ResponseNotSigned = new("response_not_signed", "invalid_request", "A response of type code must be signed here: ask for response_mode jwt, or for response_type code id_token.");
    public static readonly Reason ResponseModeInQuery = new("response_mode_in_query", "invalid_request", "A response that holds an ID token must not travel in the query; use fragment, form_post or one of their signed forms.");
    public static readonly Reason ResponseModeUnsupported = new("response_mode_unsupported", "invalid_request", "The response_mode is not offered by this issuer.");
    public static readonly Reason ProofKeyRequired = new("proof_key_required", "invalid_request", "code_challenge with code_challenge_method S256 is required.");
    public static readonly Reason ProofKeyMethodRefused = new("proof_key_method_refused", "invalid_request", "code_challenge_method must be S256.");
    public static readonly Reason ProofKeyMalformed = new("proof_key_malformed", "invalid_request", "code_challenge must be the base64url encoding of a SHA-256 hash: 43 characters.");
    public static readonly Reason ScopeNotRequested = new("scope_not_requested", "invalid_request", "scope is required in every authorization request; see scopes_supported.");
    public static readonly Reason ScopeMissing = new("scope_missing", "invalid_scope", "scope is required; see scopes_supported.");
    public static readonly Reason ScopeNotAllowed = new("scope_not_allowed", "invalid_scope", "scope holds a value that this issuer does not offer or this client is not registered for.");
    public static readonly Reason ScopeNotGranted = new("scope_not_granted", "invalid_scope", "scope goes beyond what the customer granted.");
    public static readonly Reason ResourceUnknown = new("resource_unknown", "invalid_target", "resource is not an API of this issuer that the requested scopes open.");
    public static readonly Reason NonceMissing = new("nonce_missing", "invalid_request", "nonce is required when scope holds openid.");
    public static readonly Reason StateMissing = new("state_missing", "invalid_request", "state is required when scope does not hold openid.");
    public static readonly Reason NonceTooLong = new("nonce_too_long", "invalid_request", "nonce is too long.");
    public static readonly Reason StateTooLong = new("state_too_long", "invalid_request", "state is too long; use at most 2048 characters.");
    public static readonly Reason PromptNotUnderstood = new("prompt_not_understood", "invalid_request", "prompt holds a value this issuer does not know, or combines none with another.");
    public static readonly Reason MaxAgeMalformed = new("max_age_malformed", "invalid_request", "max_age must be a whole number of seconds.");
    public static readonly Reason ClaimsMalformed = new("claims_malformed", "invalid_request", "claims must be a JSON object as OpenID Connect Core section 5.5 describes.");
    public static readonly Reason AcrNotEarned = new("acr_not_earned", "unmet_authentication_requirements", "The customer did not authenticate in any of the ways that claims demands as essential.");
    public static readonly Reason AcrNotOffered = new("acr_not_offered", "unmet_authentication_requirements", "None of the authentication contexts that claims demands as essential is offered; see acr_values_supported.");
    public static readonly Reason IdTokenHintInvalid = new("id_token_hint_invalid", "invalid_request", "id_token_hint is not an ID token of this issuer for this client.");
    public static readonly Reason RegistrationUnsupported = new("registration_unsupported", "registration_not_supported", "The registration parameter is not supported.");
    public static readonly Reason DetailsMalformed = new("authorization_details_malformed", "invalid_authorization_details", "authorization_details must be a JSON array of objects, each with a type.");
    public static readonly Reason DetailsTypeNotOffered = new("authorization_details_type_not_offered", "invalid_authorization_details", "A type in authorization_details is not offered by this issuer; see authorization_details_types_supported.");
    public static readonly Reason DetailsTypeNotRegistered = new("authorization_details_type_not_registered", "invalid_authorization_details", "The client is not registered for a type in authorization_details.");
    public static readonly Reason DetailsInvalid = new("authorization_details_invalid", "invalid_authorization_details", "An object in authorization_details lacks a member that its type needs, or has one that is wrong or unknown.");
    public static readonly Reason DetailsNotGranted = new("authorization_details_not_granted", "invalid_authorization_details", "authorization_details goes beyond what the customer granted.");

    // Logout
    public static readonly Reason LogoutHintInvalid = new("logout_hint_invalid", "invalid_request", "id_token_hint is not an ID token that this issuer gave one client.");
    public static readonly Reason LogoutClientMismatch = new("logout_client_mismatch", "invalid_request", "client_id is not the client that the id_token_hint was given to.");
    public static readonly Reason LogoutUriUnregistered = new("logout_uri_unregistered", "invalid_request", "post_logout_redirect_uri is not registered for this client; it must match exactly, character by character.");

    // The customer's answer
    public static readonly Reason LoginRequired = new("login_required", "login_required", "The customer must sign in, which prompt none does not allow.");
    public static readonly Reason ConsentRequired = new("consent_required", "consent_required", "The customer must consent, which prompt none does not allow.");
    public static readonly Reason CustomerMismatch = new("customer_mismatch", "login_required", "The customer who signed in is not the one the request asks for.");
    public static readonly Reason CustomerDenied = new("customer_denied", "access_denied", "The customer did not allow the request.");
    public static readonly Reason ActionNotAuthenticated = new("action_not_authenticated", "access_denied", "What was asked for is not what the customer authenticated for; push the request again.");
    public static readonly Reason PayeeRefused = new("payee_refused", "access_denied", "The bank does not let this payment pass.");
    public static readonly Reason InteractionUnknown = new("interaction_unknown", "invalid_request", "This visit has ended or was started in another browser; go back to the application and start again.");
    public static readonly Reason InteractionUnfinished = new("interaction_unfinished", "invalid_request", "The customer has not decided yet.");
    public static readonly Reason InteractionFinished = new("interaction_finished", "invalid_request_uri", "The request has already been answered; push it again.");

    // The banking app
    public static readonly Reason AppMessageMalformed = new("app_message_malformed", "invalid_request", "Send a JSON object of at most 16 KB with exactly the members of this endpoint, each once and a string, as application/json.");
    public static readonly Reason ActivationRefused = new("activation_refused", "access_denied", "The activation code is not known, used or expired, or the signature is not that of the key over the code; ask the customer for a new code.") { Status = 403 };
    public static readonly Reason AppAnswerRefused = new("app_answer_refused", "access_denied", "The answer was not taken: it is not of a device of the customer, not about what waits for the customer now, or too late.") { Status = 403 };

    // The token request
    public static readonly Reason GrantTypeUnsupported = new("grant_type_unsupported", "unsupported_grant_type", "grant_type is not offered by this issuer; see grant_types_supported.");
    public static readonly Reason GrantTypeNotAllowed = new("grant_type_not_allowed", "unauthorized_client", "The client is not registered for this grant_type.");
    public static readonly Reason CodeInvalid = new("code_invalid", "invalid_grant", "The code is not known, has expired or has been used, or belongs to another client.");
    public static readonly Reason CodeRedirectMismatch = new("code_redirect_mismatch", "invalid_grant", "redirect_uri is not the one of the authorization request.");
    public static readonly Reason CodeVerifierMismatch = new("code_verifier_mismatch", "invalid_grant", "code_verifier is missing or does not fit the code_challenge of the authorization request.");
    public static readonly Reason CodeKeyMismatch = new("code_key_mismatch", "invalid_dpop_proof", "The code is bound to another DPoP key.");
    public static readonly Reason RefreshTokenInvalid = new("refresh_token_invalid", "invalid_grant", "The refresh token is not known, has expired or was revoked, or belongs to another client.");
    public static readonly Reason GrantEnded = new("grant_ended", "invalid_grant", "The customer's grant has ended; send the customer through authorization again.");
    public static readonly Reason ActionChanged = new("action_changed", "invalid_grant", "What the grant permits is not what the customer authenticated for; send the customer through authorization again.");
    public static readonly Reason CustomerBlocked = new("customer_blocked", "invalid_grant", "The customer's access is blocked; no tokens are issued while it is.");
    public static readonly Reason ScopeNotForClient = new("scope_not_for_client_credentials", "invalid_scope", "openid and offline_access need a customer; leave them out of a client_credentials request.");

    // Sender constraint
    public static readonly Reason SenderConstraintMissing = new("sender_constraint_missing", "invalid_request", "Tokens are issued sender-constrained only: send a DPoP proof, or call the mTLS endpoint with a client certificate.");
    public static readonly Reason ProofRequired = new("proof_required", "invalid_dpop_proof", "This client is registered for DPoP: send a DPoP proof.");
    public static readonly Reason ProofRepeated = new("proof_repeated", "invalid_dpop_proof", "Send exactly one DPoP header.");
    public static readonly Reason ProofInvalid = new("proof_invalid", "invalid_dpop_proof", "The DPoP proof is not valid: check typ, alg, jwk, signature, jti and iat.");
    public static readonly Reason ProofForOtherRequest = new("proof_for_other_request", "invalid_dpop_proof", "htm and htu of the DPoP proof must name this request.");
    public static readonly Reason ProofTime = new("proof_time", "invalid_dpop_proof", "iat of the DPoP proof is too old or in the future; check the client's clock.");
    public static readonly Reason ProofNonceRequired = new("proof_nonce_required", "use_dpop_nonce", "Repeat the request with the nonce of the DPoP-Nonce header in the proof.");
    public static readonly Reason ProofReplayed = new("proof_replayed", "invalid_dpop_proof", "This DPoP proof was used before; sign a new one for each request.");
    public static readonly Reason ProofKeyOther = new("proof_key_other", "invalid_dpop_proof", "The DPoP proof is signed by another key than the one bound.");
    public static readonly Reason ThumbprintMalformed = new("dpop_jkt_malformed", "invalid_request", "dpop_jkt must be a JWK SHA-256 thumbprint: 43 base64url characters.");

    // Using a token
    public static readonly Reason TokenMissing = new("token_missing", "missing_token", "Send the access token in the Authorization header.");
    public static readonly Reason TokenInQuery = new("token_in_query", "invalid_request", "An access token is never taken from the URL, and from the form only where the issuer allows it: send it in the Authorization header.");
    public static readonly Reason TokenSentTwice = new("token_sent_twice", "invalid_request", "Send the access token once: in the Authorization header or in the form.");
    public static readonly Reason TokenInvalid = new("token_invalid", "invalid_token", "The access token is not valid, has expired or was revoked.");
    public static readonly Reason TokenSchemeMismatch = new("token_scheme_mismatch", "invalid_token", "The access token must be sent with the scheme of its binding: DPoP for a DPoP-bound token, Bearer for a certificate-bound one.");
    public static readonly Reason TokenProofInvalid = new("token_proof_invalid", "invalid_dpop_proof", "The DPoP proof does not fit this request and access token.");
    public static readonly Reason TokenCertificateMismatch = new("token_certificate_mismatch", "invalid_token", "The access token is bound to another client certificate.");
    public static readonly Reason ScopeInsufficient = new("scope_insufficient", "insufficient_scope", "The access token does not have the scope openid.");
    public static readonly Reason TokenParameterMissing = new("token_parameter_missing", "invalid_request", "The token parameter is required.");
    public static readonly Reason IntrospectionNotAllowed = new("introspection_not_allowed", "access_denied", "Only a registered resource server may introspect tokens.") { Status = StatusCodes.Status403Forbidden };

    // Reports of payments by the bank
    public static readonly Reason ReportTokenUnfit = new("report_token_unfit", "invalid_token", "Payments are reported with a sender-constrained token of the client_credentials grant whose audience is the issuer.");
    public static readonly Reason ReportScopeInsufficient = new("report_scope_insufficient", "insufficient_scope", "The access token does not have the scope for reporting payments.");
    public static readonly Reason ReportMalformed = new("report_malformed", "invalid_request", "The report must be a JSON object of exactly the members that are documented, each once and well formed.");
    public static readonly Reason ReportRecordUnknown = new("report_record_unknown", "invalid_request", "No grant of this issuer rests on this record_id.") { Status = StatusCodes.Status404NotFound };
    public static readonly Reason ReportPaymentUnknown = new("report_payment_unknown", "invalid_request", "No payment was reported under this payment_id.") { Status = StatusCodes.Status404NotFound };
    public static readonly Reason ReportOtherPayment = new("report_other_payment", "invalid_authorization_details", "The payment is not the one that the customer agreed to under this record_id.");
    public static readonly Reason ReportWrongTime = new("report_wrong_time", "invalid_request", "executed_at is before the customer agreed, or in the future.");
    public static readonly Reason ReportConflict = new("report_conflict", "invalid_request", "Another payment was reported under this payment_id or record_id.") { Status = StatusCodes.Status409Conflict };

    /// <summary>The whole catalogue, for the document that lists it.</summary>
    public static IEnumerable<Reason> All
        => typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(entry => entry.FieldType == typeof(Reason))
            .Select(entry => (Reason)entry.GetValue(null)!);
}
