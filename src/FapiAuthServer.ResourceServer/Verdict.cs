using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.ResourceServer;

/// <summary>A value, or the refusal to send instead.</summary>
internal readonly record struct Verdict<T>
    where T : class
{
    private Verdict(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Value is not null;

    public static implicit operator Verdict<T>(T value) => new(value, null);

    public static implicit operator Verdict<T>(Refusal refusal) => new(null, refusal);
}
