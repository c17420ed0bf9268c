using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OwnFactors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Change",
                table: "CustomerSessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TotpDrift",
                table: "Customers",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Change",
                table: "CustomerSessions");

            migrationBuilder.DropColumn(
                name: "TotpDrift",
                table: "Customers");
        }
    }
}
