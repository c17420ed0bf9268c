using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca;

[OptionsValidator]
internal sealed partial class ScaOptionsValidator : IValidateOptions<ScaOptions>;
