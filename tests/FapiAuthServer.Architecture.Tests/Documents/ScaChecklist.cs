using static FapiAuthServer.Architecture.Tests.Documents.ScaAnswer;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>The checklist on strong customer authentication, line by line. A line that a test names is met, and the other way round.</summary>
internal static class ScaChecklist
{
    public static IReadOnlyDictionary<string, IReadOnlyList<ScaLine>> Chapters { get; } = new Dictionary<string, IReadOnlyList<ScaLine>>
    {
        ["When it is needed"] =
        [
            new("SCA-001", "for looking at an account", Met),
            new("SCA-002", "for a payment", Met),
            new("SCA-003", "for whatever else invites fraud", Met),
            new("SCA-004", "payments: bound to amount and payee", Met),
            new("SCA-005", "credentials stay secret and whole", Met),
            new("SCA-006", "the same through third parties", ByServer, "`StrongAuthenticationTests.Sign_in_alone_is_not_enough`"),
            new("SCA-007", "third parties get every method the bank's own customers have", Met),
            new("SCA-008", "two elements of different kinds", Met),
            new("SCA-009", "collections by the payee are outside, their mandate is not", Information),
        ],
        ["General duties"] =
        [
            new("SCA-010", "monitoring, with five inputs that count", InModule, "asked before every payment, as is the check of the payee's name; what channel and device report is the bank's to connect"),
            new("SCA-011", "measures documented, tested, audited", Bank, "this page and the tests are part of the material"),
            new("SCA-012", "yearly audit of risk analysis", Bank, "the quarterly report is its evidence"),
        ],
        ["The authentication code"] =
        [
            new("SCA-020", "accepted once", Met),
            new("SCA-021", "tells nothing of the elements", Met),
            new("SCA-022", "tells nothing of other codes", Met),
            new("SCA-023", "cannot be forged", Met),
            new("SCA-024", "a failure does not tell which element was wrong", Met),
            new("SCA-025", "at most five failures in a row", Met),
            new("SCA-026", "length of blocks", Met),
            new("SCA-027", "warning before a block for good", Met),
            new("SCA-028", "secure return after one", InModule, "an operator restores by calling the module; there is no page for it"),
            new("SCA-029", "protected sessions", Information, "the server's transport and cookies; not this module's"),
            new("SCA-030", "five minutes without activity end a session", Met),
            new("SCA-031", "an element of the session may count again", Met),
        ],
        ["Dynamic linking"] =
        [
            new("SCA-040", "the customer sees amount and payee", Met),
            new("SCA-041", "the code is for these and no others", Met),
            new("SCA-042", "compared again where the payment is carried out", Met, "and in the resource-server package: `PaymentAuthenticationTests.Only_what_the_customer_authenticated_for_is_paid`"),
            new("SCA-043", "any change voids the code", Met),
            new("SCA-044", "what is shown is what is bound", Met),
            new("SCA-045", "cards: the amount that is reserved", InModule, "a payment by card is bound to it; the server itself has no card flow"),
            new("SCA-046", "batches: the total and every payee", Met),
            new("SCA-047", "payee by account and name", Met),
            new("SCA-048", "unknown amounts: the mandate's limits", InModule, "a request at the server names no mandate"),
            new("SCA-049", "texts carry amount and payee", Met),
        ],
        ["The elements"] =
        [
            new("SCA-060", "knowledge is not disclosed", Bank, "the module's part is SCA-024, SCA-025 and SCA-104"),
            new("SCA-061", "possession cannot be copied", Met),
            new("SCA-062", "possession is shown by something that changes", Met),
            new("SCA-063", "a text proves the SIM", InModule, "the bank connects its check of numbers"),
            new("SCA-064", "mail is no possession", Met),
            new("SCA-065", "inherence", InModule, "as the app reports it; how well sensors tell people apart is the bank's to assess"),
            new("SCA-066", "one element does not endanger the other", Met),
            new("SCA-067", "phones that carry both", InModule, "phones that enrol at the server count as software; a bank whose app is attested enrols them itself"),
            new("SCA-068", "the lock of a phone alone is no element", InModule, "as SCA-067"),
            new("SCA-069", "a phone number is not known only to the customer", Information),
            new("SCA-070", "passkeys that are copied", Met),
        ],
        ["Exemptions"] =
        [
            new("SCA-080", "Art. 10: account information at the bank", InModule, "through the server account information takes a sign-in, which is strong authentication"),
            new("SCA-081", "Art. 10a: through a third party", InModule, "through the server account information takes a sign-in, which is strong authentication, and no more: `ExemptionTests.Account_information_takes_the_sign_in`"),
            new("SCA-082", "Art. 10a set aside with evidence", InModule, "as SCA-080"),
            new("SCA-083", "contingency interface", Bank),
            new("SCA-084", "older history always needs it", InModule, "as SCA-080"),
            new("SCA-085", "a clock per customer, account and party", InModule, "as SCA-080"),
            new("SCA-086", "Art. 11: contactless", Information, "not remote; not of this server"),
            new("SCA-087", "Art. 12: unattended terminals", Information, "not remote; not of this server"),
            new("SCA-088", "Art. 13: trusted payees", InModule, "used by the server: `ExemptionTests.Trusted_payee_is_exempt`; there is no page for the list"),
            new("SCA-089", "Art. 14: recurring", InModule, "a request at the server names no series"),
            new("SCA-090", "Art. 15: own accounts", Met),
            new("SCA-091", "Art. 16: small sums", Met),
            new("SCA-092", "Art. 17: corporate processes", InModule, "which processes those are is the bank's to say"),
            new("SCA-093", "Art. 18: risk analysis", Met),
            new("SCA-094", "the payer's bank decides", Information, "nobody else can call the module"),
        ],
        ["Fraud rates"] =
        [
            new("SCA-100", "how a rate is reckoned", Met),
            new("SCA-101", "figures are kept and can be shown", Met),
            new("SCA-102", "two bad quarters stop the exemption", Met),
            new("SCA-103", "quarterly figures", Met),
        ],
        ["Credentials and traceability"] =
        [
            new("SCA-104", "no secret in clear, in database or log", Met),
            new("SCA-105", "who may add a factor", Met, "and at the customer's own pages: `OwnChangeRefusalTests.Factor_that_changes_does_not_vouch_for_itself`"),
            new("SCA-106", "credentials are made in a secure place", Bank),
            new("SCA-107", "delivery and activation", Met),
            new("SCA-108", "renewal like the first time", Met, "and at the customer's own pages: `OwnFactorsTests.Number_is_changed_with_the_authenticator_app_and_a_code_to_the_new_number`"),
            new("SCA-109", "revocation and destruction", Met),
            new("SCA-110", "payer's and payee's device know each other", ByServer, "`TokenLifeTests.Unregistered_redirect_uri_gets_no_answer`, `RedirectUriTests.Mutated_redirect_uris_are_refused`"),
            new("SCA-111", "every step can be traced", Met, "clock drift is not watched yet"),
            new("SCA-112", "how long records are kept", Bank, "the module removes what has ended and keeps what is evidence"),
        ],
        ["Third parties"] =
        [
            new("SCA-120", "interface for third parties", Information, "the server's profiles; see conformance.md"),
            new("SCA-121", "documentation and notice", Bank),
            new("SCA-122", "availability, no obstacles", Bank),
            new("SCA-123", "redirection without friction", Bank, "sign-in, one-time code, decision, approval; no page of ours adds to them"),
            new("SCA-124", "no more screens than the bank's own", Bank, "to be compared with the bank's own channel"),
            new("SCA-125", "qualified certificates", NotOffered, "clients are registered by the bank, which reads and checks the certificate when it does; what is registered is what a client has to show at every request"),
            new("SCA-126", "the same data as the customer sees", Bank),
            new("SCA-127", "four accesses a day without the customer", Met, "in the resource-server package; the store of one node unless the bank brings another"),
            new("SCA-128", "evidence by quarter", Met),
        ],
        ["How the result travels"] =
        [
            new("SCA-140", "acr in the United Kingdom", Met),
            new("SCA-141", "an essential acr is met or refused", ByServer, "`IdentityTokenTests.Essential_acr_that_is_not_offered_is_refused`"),
            new("SCA-142", "acr in Australia", Met),
            new("SCA-143", "acr in Brazil", Met),
            new("SCA-144", "acr for phishing-resistant methods", Met),
            new("SCA-145", "amr", Met),
            new("SCA-146", "step-up asked for by an API", ByServer, "`PaymentAuthenticationTests.Weak_or_old_authentication_is_answered_with_what_would_do`"),
            new("SCA-147", "auth_time", ByServer, "`ExpiryTests.Refreshed_id_token_differs_in_its_times_only`"),
            new("SCA-148", "own records of events", Met),
            new("SCA-149", "wallets", NotOffered, "no wallet is taken for a factor"),
        ],
        ["One-time codes"] =
        [
            new("SCA-160", "length of seeds", Met),
            new("SCA-161", "digits and hash", Met),
            new("SCA-162", "time steps", Met),
            new("SCA-163", "drift", Met),
            new("SCA-164", "no code twice", Met),
            new("SCA-165", "drift that is remembered", Met, "up to one step, so that whoever was slow to type is not locked out"),
            new("SCA-166", "not good for payments", Met),
            new("SCA-167", "codes over a question (OCRA)", Met),
            new("SCA-168", "provisioning, and activation by a first code", Met),
        ],
        ["Texts"] =
        [
            new("SCA-170", "what a code is", Met),
            new("SCA-171", "bound to challenge and action; the newest counts", Met),
            new("SCA-172", "numbers that may have changed hands", InModule, "the bank connects its check of numbers"),
            new("SCA-173", "what a text says", Met),
            new("SCA-174", "limits on texts", Met),
            new("SCA-175", "six digits fit all rules", Met),
        ],
        ["Passkeys"] =
        [
            new("SCA-180", "verified step by step", Met),
            new("SCA-181", "what is checked", Met),
            new("SCA-182", "two elements in one", Met),
            new("SCA-183", "the challenge stands for the payment", Met),
            new("SCA-184", "what ASP.NET Core Identity checks", ByServer, "`PasskeySignInTests.Passkey_is_both_elements`, `PasskeySignInTests.Answer_that_breaks_one_rule_is_refused_and_counted`"),
            new("SCA-185", "what it does not", Information, "hence Fido2NetLib for payments and for the statements of makers, and the counter compared by the module"),
            new("SCA-186", "the domain cannot be changed", Bank),
            new("SCA-187", "attestation", Met, "roots and models are given by the bank, which follows what the makers publish"),
            new("SCA-188", "the browser's own payment dialog", Met, "refused, so that it is taken for nothing it is not; not offered"),
        ],
        ["The banking app"] =
        [
            new("SCA-190", "enrolment, challenge, approval", Met),
            new("SCA-191", "what is signed", Met),
            new("SCA-192", "transaction types of the wallet", NotOffered, "no wallet is taken for a factor; the form that is signed has the same members as theirs for payments"),
            new("SCA-193", "number matching", Met),
            new("SCA-194", "limits on prompts; deny and disown", Met),
            new("SCA-195", "CIBA", NotOffered, "no backchannel authentication endpoint yet; the module's challenge does not need a browser"),
            new("SCA-196", "from app to app", Bank, "the authorization endpoint is an address that the bank's app can claim; what it then shows is the app's"),
            new("SCA-197", "without redirection, in Brazil", NotOffered, "every journey is by redirection"),
        ],
        ["Activation, enrolment and recovery"] =
        [
            new("SCA-200", "failures of biometrics", Bank, "counted by the device"),
            new("SCA-201", "look-up secrets", Met),
            new("SCA-210", "more than one authenticator", Met),
            new("SCA-211", "a new factor is told, and waits", Met),
            new("SCA-212", "recovery codes", Met),
            new("SCA-213", "a lost device ends at once", Met, "and at the customer's own pages: `OwnFactorsTests.Lost_phone_and_lost_number_end_at_once_even_when_the_customer_is_blocked`"),
            new("SCA-214", "the support desk", InModule, "there is no desk at the server"),
            new("SCA-215", "a way without a smartphone", Met),
        ],
        ["What is to come: PSR and PSD3"] =
        [
            new("SCA-220", "timetable", Information),
            new("SCA-221", "elements of one kind: a switch", Met),
            new("SCA-222", "behaviour as inherence", Information, "monitoring and elements are apart"),
            new("SCA-223", "accessible means", Bank, "the module offers several"),
            new("SCA-224", "who authenticates again", InModule, "the bank, or without a limit of time the third party alone"),
            new("SCA-225", "delegation is outsourcing", Bank),
            new("SCA-226", "name check of the payee", Met),
            new("SCA-227", "limits, blocking, dashboard", Bank, "limits and blocks of payments are of the payment system, which monitoring can ask; there is no page yet on which customers see and end what they have allowed"),
            new("SCA-228", "unknown amounts", Information, "see SCA-048"),
        ],
        ["United Kingdom"] =
        [
            new("SCA-230", "no limit of time for third parties", InModule, "as SCA-080"),
            new("SCA-231", "90 days at the bank itself", InModule, "as SCA-080"),
            new("SCA-232", "limits in pounds", Met),
            new("SCA-233", "limits are configuration", Information, "see configuration.md"),
            new("SCA-234", "the same numbers otherwise", Information),
        ],
    };

    public static IEnumerable<ScaLine> Lines => Chapters.Values.SelectMany(lines => lines);
}
