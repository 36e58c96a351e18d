using LungSeg.Core.Datasets;

namespace LungSeg.Core.Statistics;

/// <summary>A part of a data set that was measured while others were not.</summary>
/// <param name="Inputs">Paths of the data set's files.</param>
/// <param name="Shard">Which part.</param>
public sealed record MeasuredShard(IReadOnlyList<string> Inputs, Shard Shard);
