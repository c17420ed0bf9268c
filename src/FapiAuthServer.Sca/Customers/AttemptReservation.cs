namespace FapiAuthServer.Sca.Customers;

internal abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>One attempt, counted already; the state is the one that stays if it fails. The customer is as before.</summary>
    internal sealed record Reserved(Customer Customer, BlockState StateIfFailed) : AttemptReservation;

    internal sealed record Blocked(DateTimeOffset? Until) : AttemptReservation;

    internal sealed record None : AttemptReservation;
}
