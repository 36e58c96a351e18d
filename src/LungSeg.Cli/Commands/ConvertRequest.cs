using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>convert</c> was asked for, checked before any file is opened.</summary>
internal sealed record ConvertRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    public required RowSelection Selection { get; init; }

    public required ConversionOptions Conversion { get; init; }

    /// <summary>A split of the rows; null without one.</summary>
    public Split? Split { get; init; }

    public bool DryRun { get; init; }

    public bool Quiet { get; init; }
}
