using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionExemption",
                table: "Grants",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionFactors",
                table: "Grants",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ActionHash",
                table: "Grants",
                type: "TEXT",
                unicode: false,
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ActionRecordId",
                table: "Grants",
                type: "TEXT",
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
