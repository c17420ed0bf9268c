using FapiAuthServer.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Keys;

/// <summary>A secret that all nodes share, such as the one DPoP nonces are derived from; protected at rest.</summary>
internal sealed class ServerSecret
{
    public const string DPoPNonce = "dpop-nonce";

    /// <summary>The secret behind the pairwise subjects of one issuer.</summary>
    public static string PairwiseOf(string issuer) => $"pairwise:{issuer}";

    private ServerSecret() { }

    public string Name { get; private set; } = "";
    public string ProtectedValue { get; private set; } = "";

    public static ServerSecret Create(string name, string protectedValue) => new() { Name = name, ProtectedValue = protectedValue };

    internal sealed class Mapping : IEntityTypeConfiguration<ServerSecret>
    {
        public void Configure(EntityTypeBuilder<ServerSecret> secret)
        {
            secret.ToTable("ServerSecrets");
            secret.HasKey(s => s.Name);
            secret.Property(s => s.Name).HasMaxLength(Lengths.Name);
        }
    }
}
