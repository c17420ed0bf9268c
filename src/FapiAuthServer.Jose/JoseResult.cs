using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.Jose;

/// <summary>Either a verified value or the reason there is none; hostile input gives the latter and never an exception.</summary>
/// <typeparam name="T">What success proves.</typeparam>
public readonly record struct JoseResult<T>
    where T : class
{
    private readonly JoseError _error;
    private readonly string? _description;

    private JoseResult(T? value, JoseError error, string? description)
    {
        Value = value;
        _error = error;
        _description = description;
    }

    /// <summary>The result, or null when refused.</summary>
    public T? Value { get; }

    /// <summary>The reason, or null when valid.</summary>
    public JoseError? Error => Value is null ? _error : null;

    /// <summary>
    /// A sentence for developers, or null when valid. Printable ASCII without double quotes or backslashes, so that it may be
    /// an <c>error_description</c> (RFC 6749 §5.2); never holds content of the token.
    /// </summary>
    public string? Description => Value is null ? _description ?? "No result." : null;

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error), nameof(Description))]
    public bool IsValid => Value is not null;

    /// <summary>Wraps a value as a success.</summary>
    /// <param name="value">What was verified.</param>
    [SuppressMessage(
        "Usage", "CA2225:Operator overloads have named alternates", Justification = "The wrapper is only ever a return value.")]
    public static implicit operator JoseResult<T>(T value)
        => new(value ?? throw new ArgumentNullException(nameof(value)), default, null);

    /// <summary>Makes a refusal.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="description">A fixed sentence: printable ASCII without double quotes or backslashes, never input.</param>
    [SuppressMessage(
        "Design", "CA1000:Do not declare static members on generic types", Justification = "Only verifiers make refusals.")]
    public static JoseResult<T> Fail(JoseError error, string description) => new(null, error, description);

    internal JoseResult<TOther> As<TOther>()
        where TOther : class
        => JoseResult<TOther>.Fail(_error, _description ?? "No result.");
}
