using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.SqlServer
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
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TotpDrift",
                table: "Customers",
                type: "int",
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
