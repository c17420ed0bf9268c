using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PaymentEvidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ClientId",
                table: "ScaPayments",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RecordId",
                table: "ScaPayments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RecordItem",
                table: "ScaPayments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UsedAt",
                table: "ScaDecisions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ScaPayments_RecordId_RecordItem",
                table: "ScaPayments",
                columns: new[] { "RecordId", "RecordItem" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Grants_ActionRecordId",
                table: "Grants",
                column: "ActionRecordId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ScaPayments_RecordId_RecordItem",
                table: "ScaPayments");

            migrationBuilder.DropIndex(
                name: "IX_Grants_ActionRecordId",
                table: "Grants");

            migrationBuilder.DropColumn(
                name: "ClientId",
                table: "ScaPayments");

            migrationBuilder.DropColumn(
                name: "RecordId",
                table: "ScaPayments");

            migrationBuilder.DropColumn(
                name: "RecordItem",
                table: "ScaPayments");

            migrationBuilder.DropColumn(
                name: "UsedAt",
                table: "ScaDecisions");
        }
    }
}
