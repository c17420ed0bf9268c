using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class RenameSigningKeysToIssuerKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(name: "PK_SigningKeys", table: "SigningKeys");
            migrationBuilder.RenameTable(name: "SigningKeys", newName: "IssuerKeys");
            migrationBuilder.AddPrimaryKey(name: "PK_IssuerKeys", table: "IssuerKeys", column: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(name: "PK_IssuerKeys", table: "IssuerKeys");
            migrationBuilder.RenameTable(name: "IssuerKeys", newName: "SigningKeys");
            migrationBuilder.AddPrimaryKey(name: "PK_SigningKeys", table: "SigningKeys", column: "Id");
        }
    }
}
