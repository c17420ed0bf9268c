using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ActionApproval : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Approval",
                table: "Interactions",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionExemption",
                table: "Grants",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionFactors",
                table: "Grants",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionHash",
                table: "Grants",
                type: "varchar(64)",
                unicode: false,
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ActionRecordId",
                table: "Grants",
                type: "uniqueidentifier",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Approval",
                table: "Interactions");

            migrationBuilder.DropColumn(
                name: "ActionExemption",
                table: "Grants");

            migrationBuilder.DropColumn(
                name: "ActionFactors",
                table: "Grants");

            migrationBuilder.DropColumn(
                name: "ActionHash",
                table: "Grants");

            migrationBuilder.DropColumn(
                name: "ActionRecordId",
                table: "Grants");
        }
    }
}
