using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Analysis;

/// <summary>Minimum, maximum and mean of the arrays of rows, which shards can compute.</summary>
public static class ShardedFigures
{
    private static readonly PieceCodec<Stored> Raw = PieceCodec.ForUnmanaged<Stored>();

    private static readonly PieceCodec<RowFigures> Codec = new(row => Raw.Pack(new Stored(row)), bytes => Raw.Unpack(bytes).Figures);

    /// <summary>The figures of all rows, in order.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed, or a shard is damaged.</exception>
    public static IReadOnlyList<RowFigures> Compute(RowWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RowPass.Run(
            work,
            new RowStep<RowFigures>("figures", analysis => RowFigures.Compute(analysis.Sample), _ => Codec),
            rowDone: null
        );
    }

    /// <summary>A row's figures as bytes of fixed size; a missing array has -1 pixels.</summary>
    private readonly struct Stored(RowFigures row)
    {
        private static readonly ArrayFigures Missing = ArrayFigures.None with { Count = -1 };

        private readonly ArrayFigures _mask = row.Mask ?? Missing;
        private readonly ArrayFigures _hu = row.Hu ?? Missing;
        private readonly ArrayFigures _huOld = row.HuOld ?? Missing;
        private readonly UInt128 _key = row.Key is { } key ? UInt128.Parse(key, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
        private readonly long _hasKey = row.Key is null ? 0 : 1;

        public RowFigures Figures => new(Known(_mask), Known(_hu), Known(_huOld)) { Key = _hasKey != 0 ? ContentKey.Format(_key) : null };

        private static ArrayFigures? Known(ArrayFigures figures) => figures.Count >= 0 ? figures : null;
    }
}
