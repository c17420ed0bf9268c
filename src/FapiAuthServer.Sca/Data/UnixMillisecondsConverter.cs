using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FapiAuthServer.Sca.Data;

// SQLite keeps DateTimeOffset as text and can neither compare nor order it; a number means the same on all three databases.
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
