using System.Numerics;

namespace LungSeg.Core.Grouping;

/// <summary>Tells copies of a slice from its neighbours: noise differs from slice to slice, in a copy it is the same.</summary>
internal static class CopyCheck
{
    private const double MinInPlace = 0.7;
    private const double MinMoved = 0.5;
    private const int MinPixels = 500;

    /// <summary>Whether a correlation of noise makes two slices one.</summary>
    /// <remarks>
    /// Real neighbours 2.5 mm apart have up to 0.43, copies with noise of 10 HU on top 0.77 and more. A neighbour lies where its slice
    /// lies, so less is enough for a slice that was moved or mirrored.
    /// </remarks>
    public static bool IsCopy(double correlation, Mirror mirror, SliceMove move) =>
        correlation >= (mirror == Mirror.None && move is { Rows: 0, Columns: 0 } ? MinInPlace : MinMoved);

    /// <summary>
    /// Correlation of the noise in soft tissue of <paramref name="a"/> and of <paramref name="b"/> once that is mirrored and moved; the
    /// two are of one size.
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
            var otherRow = MirroredCells.At(row - move.Rows, size.Height, isUpsideDown);
            if (otherRow < 1 || otherRow >= size.Height - 1)
            {
                continue;
            }
            var words = a.Inside.Row(row);
            var otherWords = b.Inside.Row(otherRow);
            for (var word = 0; word < words.Length; word++)
            {
                // Most pairs lie column on column: then a word tells which pixels both have.
                var bits = isColumnOnColumn ? words[word] & otherWords[word] : words[word];
                for (; bits != 0; bits &= bits - 1)
                {
                    var column = (word * 64) + BitOperations.TrailingZeroCount(bits);
                    var otherColumn = isColumnOnColumn ? column : MirroredCells.At(column - move.Columns, size.Width, isLeftRight);
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
