using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.SqlServer
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
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RecordId",
                table: "ScaPayments",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RecordItem",
                table: "ScaPayments",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UsedAt",
                table: "ScaDecisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ScaPayments_RecordId_RecordItem",
                table: "ScaPayments",
                columns: new[] { "RecordId", "RecordItem" },
                unique: true,
                filter: "[RecordId] IS NOT NULL AND [RecordItem] IS NOT NULL");

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
