using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuthorizationDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AuthorizationDetails",
                table: "Grants",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AuthorizationDetails",
                table: "Grants");
        }
    }
}
