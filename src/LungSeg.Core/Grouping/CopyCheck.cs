using System.Numerics;

namespace LungSeg.Core.Grouping;

/// <summary>Distinguishes copies of a slice from its neighbours: a copy has the same noise, a neighbour has noise of its own.</summary>
internal static class CopyCheck
{
    private const double MinInPlace = 0.7;
    private const double MinMoved = 0.5;
    private const int MinPixels = 500;

    /// <summary>Whether two slices whose noise correlates so are copies.</summary>
    /// <remarks>
    /// Real neighbours 2.5 mm apart reach up to 0.43; copies with added noise of 10 HU reach 0.77 and more. Neighbours are neither moved
    /// nor mirrored, so a lower correlation is enough for moved or mirrored slices.
    /// </remarks>
    public static bool IsCopy(double correlation, Mirror mirror, SliceMove move) =>
        correlation >= (mirror == Mirror.None && move is { Rows: 0, Columns: 0 } ? MinInPlace : MinMoved);

    /// <summary>
    /// Correlation of the noise in soft tissue of <paramref name="a"/> with that of <paramref name="b"/> after <paramref name="b"/> is
    /// mirrored and moved. Both slices have the same size.
    /// </summary>
    public static double Correlation(SoftTissue a, SoftTissue b, Mirror mirror, SliceMove move)
    {
        var isUpsideDown = mirror is Mirror.UpsideDown or Mirror.HalfTurn;
        var isLeftRight = mirror is Mirror.LeftRight or Mirror.HalfTurn;
        var isColumnOnColumn = !isLeftRight && move.Columns == 0;
        var size = a.Size;
        var noiseA = a.Noise;
        var noiseB = b.Noise;
        var sums = default(PairSums);
        for (var row = 1; row < size.Height - 1; row++)
        {
            var otherRow = MirroredGrid.At(row - move.Rows, size.Height, isUpsideDown);
            if (otherRow < 1 || otherRow >= size.Height - 1)
            {
                continue;
            }
            var words = a.Inside.Row(row);
            var otherWords = b.Inside.Row(otherRow);
            for (var word = 0; word < words.Length; word++)
            {
                // Without a sideways move or mirror, equal bits are equal columns: one AND gives the pixels that both slices have.
                var bits = isColumnOnColumn ? words[word] & otherWords[word] : words[word];
                for (; bits != 0; bits &= bits - 1)
                {
                    var column = (word * 64) + BitOperations.TrailingZeroCount(bits);
                    var otherColumn = isColumnOnColumn ? column : MirroredGrid.At(column - move.Columns, size.Width, isLeftRight);
                    if (!isColumnOnColumn && (otherColumn < 1 || otherColumn >= size.Width - 1 || !b.Inside[otherRow, otherColumn]))
                    {
                        continue;
                    }
                    sums.Add(noiseA[(row * size.Width) + column], noiseB[(otherRow * size.Width) + otherColumn]);
                }
            }
        }

        return sums.Count < MinPixels ? 0 : sums.Correlation;
    }

    private struct PairSums
    {
        private double _a;
        private double _b;
        private double _aa;
        private double _bb;
        private double _ab;

        public int Count { get; private set; }

        public readonly double Correlation
        {
            get
            {
                var spread = ((Count * _aa) - (_a * _a)) * ((Count * _bb) - (_b * _b));
                return spread <= 0 ? 0 : ((Count * _ab) - (_a * _b)) / Math.Sqrt(spread);
            }
        }

        public void Add(double a, double b)
        {
            Count++;
            _a += a;
            _b += b;
            _aa += a * a;
            _bb += b * b;
            _ab += a * b;
        }
    }
}
