using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FapiAuthServer.Data;

/// <summary>Instants as milliseconds since 1970, UTC.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
