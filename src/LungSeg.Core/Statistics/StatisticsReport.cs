using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>The content of a statistics document: the figures, and what was measured.</summary>
public sealed record StatisticsReport
{
    /// <summary>The files.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Array whose HU were measured.</summary>
    public HuColumn Image { get; init; }

    /// <summary>Whether an input holds HU; where none does, the figures of HU are of grey values.</summary>
    public bool HoldsHu { get; init; } = true;

    /// <summary>Families of figures computed.</summary>
    public FigureFamilies Figures { get; init; } = FigureFamilies.All;

    /// <summary>Condition on the rows; null for all.</summary>
    public string? Where { get; init; }

    /// <summary>The shards that were measured, of data sets whose other shards are missing; empty where all was measured.</summary>
    public IReadOnlyList<MeasuredShard> Shards { get; init; } = [];

    /// <summary>The figures.</summary>
    public required DatasetStatistics Statistics { get; init; }
}
