using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>Something that is worked out of one row by itself.</summary>
/// <param name="Name">Name of its pieces in a shard.</param>
/// <param name="Work">What makes it of a row, from any thread.</param>
/// <param name="CodecOf">How it is kept as bytes; of a row, so that bytes which do not fit the row are refused.</param>
internal sealed record RowStep<T>(string Name, Func<DatasetRow, T> Work, Func<DatasetRow, PieceCodec<T>> CodecOf);
