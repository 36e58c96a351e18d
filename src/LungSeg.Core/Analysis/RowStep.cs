using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Analysis;

/// <summary>Something that is computed of one row by itself, so that shards can do it.</summary>
/// <param name="Name">Name of its pieces in a shard.</param>
/// <param name="Work">What computes it, from any thread.</param>
/// <param name="GetCodec">How it is kept as bytes; of a row, so that bytes which do not fit the row are refused.</param>
internal sealed record RowStep<T>(string Name, Func<RowAnalysis, T> Work, Func<DatasetRow, PieceCodec<T>> GetCodec);
