namespace FapiAuthServer.Data;

/// <summary>Column lengths, shared so that an identifier fits wherever it is stored.</summary>
internal static class Lengths
{
    public const int Hash = 64;
    public const int Name = 64;
    public const int Identifier = 256;
    public const int Text = 2000;
}
