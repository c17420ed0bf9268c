namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>A text that is to be sent. Neither number nor text may be logged.</summary>
/// <param name="MessageId">So that a provider does not send one text twice.</param>
/// <param name="Number">In the form of E.164.</param>
/// <param name="Text">What the customer reads.</param>
public sealed record SmsText(Guid MessageId, string Number, string Text)
{
    // A record would otherwise print the code into the first log that mentions it.
    public override string ToString() => $"{nameof(SmsText)} {MessageId}";
}
