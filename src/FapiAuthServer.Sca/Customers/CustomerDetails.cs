namespace FapiAuthServer.Sca.Customers;

/// <summary>A customer's particulars. Whatever is null or empty is unknown, and is not told to anybody.</summary>
public sealed record CustomerDetails
{
    public string? GivenName { get; init; }
    public string? FamilyName { get; init; }
    public string? MiddleName { get; init; }
    public string? Nickname { get; init; }

    /// <summary>How the customer likes to be called; not unique, and not what they sign in with unless the bank wants that known.</summary>
    public string? PreferredUsername { get; init; }

    /// <summary>Address of the customer's page, picture and site.</summary>
    public Uri? Profile { get; init; }
    public Uri? Picture { get; init; }
    public Uri? Website { get; init; }

    public string? Gender { get; init; }
    public DateOnly? Birthdate { get; init; }

    /// <summary>A name of the time zone database, such as Europe/Berlin.</summary>
    public string? TimeZone { get; init; }

    /// <summary>A language tag by BCP 47, such as de-DE.</summary>
    public string? Locale { get; init; }

    public string? Email { get; init; }
    public bool IsEmailVerified { get; init; }

    /// <summary>By E.164, such as +49 30 123456.</summary>
    public string? PhoneNumber { get; init; }
    public bool IsPhoneNumberVerified { get; init; }

    public CustomerAddress? Address { get; init; }

    /// <summary>When any of this last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    // A record would otherwise print a person into the first log that mentions it.
    public override string ToString() => nameof(CustomerDetails);
}
