using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FapiAuthServer.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class StrongAuthentication : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "CurrentChallengeId",
                table: "Customers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsBlockedForGood",
                table: "Customers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsWarned",
                table: "Customers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "ProtectedNewTotpSecret",
                table: "Customers",
                type: "bytea",
                maxLength: 1900,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ScaAccountAccess",
                columns: table => new
                {
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Account = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    AuthenticatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaAccountAccess", x => new { x.CustomerId, x.ClientId, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "ScaAppActivations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    SecretHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    PaymentsFrom = table.Column<long>(type: "bigint", nullable: false),
                    UsedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaAppActivations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaAppDevices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    PublicKey = table.Column<byte[]>(type: "bytea", maxLength: 200, nullable: false),
                    ProtectedCodeKey = table.Column<byte[]>(type: "bytea", maxLength: 1900, nullable: false),
                    Label = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    KeyStorage = table.Column<int>(type: "integer", nullable: false),
                    Unlock = table.Column<int>(type: "integer", nullable: false),
                    IsIntact = table.Column<bool>(type: "boolean", nullable: false),
                    CheckedAt = table.Column<long>(type: "bigint", nullable: false),
                    EnrolledAt = table.Column<long>(type: "bigint", nullable: false),
                    PaymentsFrom = table.Column<long>(type: "bigint", nullable: false),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaAppDevices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaChallenges",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ConsentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ClientName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Action = table.Column<string>(type: "text", nullable: false),
                    ActionHash = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    IsPayment = table.Column<bool>(type: "boolean", nullable: false),
                    Factors = table.Column<int>(type: "integer", nullable: false),
                    SessionEventId = table.Column<Guid>(type: "uuid", nullable: true),
                    Nonce = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    MatchNumber = table.Column<int>(type: "integer", nullable: true),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedWith = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaChallenges", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaCodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SecretHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ConsentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ActionHash = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    ChallengeId = table.Column<Guid>(type: "uuid", nullable: false),
                    Factors = table.Column<int>(type: "integer", nullable: false),
                    IssuedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    SpentAt = table.Column<long>(type: "bigint", nullable: true),
                    VoidedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaCodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaDecisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ConsentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ActionHash = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    IsPayment = table.Column<bool>(type: "boolean", nullable: false),
                    Article = table.Column<int>(type: "integer", nullable: true),
                    Findings = table.Column<int>(type: "integer", nullable: false),
                    Inputs = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaDecisions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaEvents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ConsentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ChallengeId = table.Column<Guid>(type: "uuid", nullable: true),
                    ActionHash = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: true),
                    Factors = table.Column<int>(type: "integer", nullable: false),
                    Detail = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    ProtectedKey = table.Column<byte[]>(type: "bytea", maxLength: 1900, nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaLowValueCounters",
                columns: table => new
                {
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    SumUnits = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaLowValueCounters", x => x.CustomerId);
                });

            migrationBuilder.CreateTable(
                name: "ScaPasskeyRegistrations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Options = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    PaymentsFrom = table.Column<long>(type: "bigint", nullable: false),
                    UsedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaPasskeyRegistrations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaPasskeys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    CredentialId = table.Column<byte[]>(type: "bytea", maxLength: 1023, nullable: false),
                    PublicKey = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: false),
                    SignCount = table.Column<long>(type: "bigint", nullable: false),
                    IsBackupEligible = table.Column<bool>(type: "boolean", nullable: false),
                    IsBackedUp = table.Column<bool>(type: "boolean", nullable: false),
                    AuthenticatorModel = table.Column<Guid>(type: "uuid", nullable: false),
                    Label = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RegisteredAt = table.Column<long>(type: "bigint", nullable: false),
                    PaymentsFrom = table.Column<long>(type: "bigint", nullable: false),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaPasskeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaPayments",
                columns: table => new
                {
                    PaymentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<int>(type: "integer", nullable: false),
                    IsRemote = table.Column<bool>(type: "boolean", nullable: false),
                    AmountUnits = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Article = table.Column<int>(type: "integer", nullable: true),
                    ExecutedAt = table.Column<long>(type: "bigint", nullable: false),
                    FraudAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaPayments", x => x.PaymentId);
                });

            migrationBuilder.CreateTable(
                name: "ScaPaymentSeries",
                columns: table => new
                {
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ConsentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    AmountUnits = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    PayeeAccount = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    PayeeName = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    LastDay = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaPaymentSeries", x => new { x.CustomerId, x.ConsentId });
                });

            migrationBuilder.CreateTable(
                name: "ScaRecoveryCodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    CodeHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    SpentAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaRecoveryCodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaRiskBands",
                columns: table => new
                {
                    Type = table.Column<int>(type: "integer", nullable: false),
                    Threshold = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Quarter = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaRiskBands", x => new { x.Type, x.Threshold });
                });

            migrationBuilder.CreateTable(
                name: "ScaSmsMessages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    NumberId = table.Column<Guid>(type: "uuid", nullable: false),
                    NumberHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    ChallengeId = table.Column<Guid>(type: "uuid", nullable: true),
                    CodeHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    SentAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    VoidedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaSmsMessages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaSmsNumbers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProtectedNumber = table.Column<byte[]>(type: "bytea", maxLength: 1900, nullable: false),
                    NumberHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: false),
                    ActivationHash = table.Column<byte[]>(type: "bytea", maxLength: 36, nullable: true),
                    EnrolledAt = table.Column<long>(type: "bigint", nullable: false),
                    PaymentsFrom = table.Column<long>(type: "bigint", nullable: false),
                    ActivatedAt = table.Column<long>(type: "bigint", nullable: true),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaSmsNumbers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaTrustedPayees",
                columns: table => new
                {
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    ListedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaTrustedPayees", x => new { x.CustomerId, x.Account });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ScaAppActivations_CustomerId",
                table: "ScaAppActivations",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaAppDevices_CustomerId",
                table: "ScaAppDevices",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaChallenges_ClientId_CreatedAt",
                table: "ScaChallenges",
                columns: new[] { "ClientId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaChallenges_CreatedAt",
                table: "ScaChallenges",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ScaChallenges_CustomerId_CreatedAt",
                table: "ScaChallenges",
                columns: new[] { "CustomerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaCodes_ExpiresAt",
                table: "ScaCodes",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_ScaDecisions_DecidedAt_Article",
                table: "ScaDecisions",
                columns: new[] { "DecidedAt", "Article" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaEvents_At_Kind",
                table: "ScaEvents",
                columns: new[] { "At", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaPasskeys_CredentialId",
                table: "ScaPasskeys",
                column: "CredentialId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ScaPasskeys_CustomerId",
                table: "ScaPasskeys",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaPayments_CustomerId_ExecutedAt",
                table: "ScaPayments",
                columns: new[] { "CustomerId", "ExecutedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaPayments_ExecutedAt",
                table: "ScaPayments",
                column: "ExecutedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ScaRecoveryCodes_CustomerId",
                table: "ScaRecoveryCodes",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaSmsMessages_ChallengeId",
                table: "ScaSmsMessages",
                column: "ChallengeId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaSmsMessages_ClientId_SentAt",
                table: "ScaSmsMessages",
                columns: new[] { "ClientId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaSmsMessages_CustomerId_SentAt",
                table: "ScaSmsMessages",
                columns: new[] { "CustomerId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ScaSmsMessages_SentAt",
                table: "ScaSmsMessages",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_ScaSmsNumbers_CustomerId",
                table: "ScaSmsNumbers",
                column: "CustomerId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ScaAccountAccess");

            migrationBuilder.DropTable(
                name: "ScaAppActivations");

            migrationBuilder.DropTable(
                name: "ScaAppDevices");

            migrationBuilder.DropTable(
                name: "ScaChallenges");

            migrationBuilder.DropTable(
                name: "ScaCodes");

            migrationBuilder.DropTable(
                name: "ScaDecisions");

            migrationBuilder.DropTable(
                name: "ScaEvents");

            migrationBuilder.DropTable(
                name: "ScaKeys");

            migrationBuilder.DropTable(
                name: "ScaLowValueCounters");

            migrationBuilder.DropTable(
                name: "ScaPasskeyRegistrations");

            migrationBuilder.DropTable(
                name: "ScaPasskeys");

            migrationBuilder.DropTable(
                name: "ScaPayments");

            migrationBuilder.DropTable(
                name: "ScaPaymentSeries");

            migrationBuilder.DropTable(
                name: "ScaRecoveryCodes");

            migrationBuilder.DropTable(
                name: "ScaRiskBands");

            migrationBuilder.DropTable(
                name: "ScaSmsMessages");

            migrationBuilder.DropTable(
                name: "ScaSmsNumbers");

            migrationBuilder.DropTable(
                name: "ScaTrustedPayees");

            migrationBuilder.DropColumn(
                name: "CurrentChallengeId",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "IsBlockedForGood",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "IsWarned",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "ProtectedNewTotpSecret",
                table: "Customers");
        }
    }
}
