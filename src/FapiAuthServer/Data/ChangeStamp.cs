using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FapiAuthServer.Data;

/// <summary>A number that grows whenever something cached has changed; every node watches it.</summary>
internal sealed class ChangeStamp
{
    public const string Clients = "clients";
    public const string Keys = "keys";

    public string Name { get; set; } = "";
    public long Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<ChangeStamp>
    {
        public void Configure(EntityTypeBuilder<ChangeStamp> stamp)
        {
            stamp.ToTable("ChangeStamps");
            stamp.HasKey(s => s.Name);
            stamp.Property(s => s.Name).HasMaxLength(Lengths.Name);
            stamp.HasData(new ChangeStamp { Name = Clients, Version = 1 }, new ChangeStamp { Name = Keys, Version = 1 });
        }
    }
}
