using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>How far a run is at one moment.</summary>
/// <param name="Left">How long it will probably take still; null while nothing is known.</param>
internal sealed record ProgressPicture(
    int Finished, int Total, TimeSpan Elapsed, TimeSpan? Left, IReadOnlyDictionary<ModuleVerdict, int> Counts,
    IReadOnlyList<ModuleState> Running, IReadOnlyList<ModuleState> Waiting, IReadOnlyList<(Variant Variant, ModuleResult Module)> Failed);
