using System.Text.Json;
using System.Text.Json.Serialization;

namespace SampleFintech.Web.Accounts;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AccountsRead))]
[JsonSerializable(typeof(BalancesRead))]
[JsonSerializable(typeof(TransactionsRead))]
internal sealed partial class BankJson : JsonSerializerContext;
