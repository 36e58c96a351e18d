using System.Numerics;
using LungSeg.Core.Model;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Finds soft tissue of a slice away from edges, where the differences between pixels are noise. An instance is reused for many slices.
/// </summary>
internal sealed class SoftTissue
{
    private const double From = -200;
    private const double To = 250;
    private const int Reach = 2;

    // Limits the influence of edges.
    private const double MaxNoise = 150;

    private readonly BitSlice _soft = new();
    private readonly BitSlice _darker = new();
    private double[] _noise = [];

    /// <summary>
    /// Set where all pixels within two rows and two columns are soft tissue [row, col]; never at the border of the slice.
    /// </summary>
    public BitSlice Inside { get; } = new();

    /// <summary>Each pixel of <see cref="Inside"/> minus the mean of its four neighbours [row, col]; undefined elsewhere.</summary>
    public ReadOnlySpan<double> Noise => _noise;

    public SliceSize Size { get; private set; }

    /// <summary>Finds the soft tissue of a slice [row, col] in C order.</summary>
    public void Find(ReadOnlySpan<double> hu, SliceSize size)
    {
        Size = size;
        _soft.LoadLess(hu, size.Height, size.Width, Math.BitIncrement(To));
        _darker.LoadLess(hu, size.Height, size.Width, From);
        _soft.Remove(_darker);
        for (var row = 0; row < size.Height; row++)
        {
            ErodeAlong(_soft.Edit(row));
        }
        Inside.Clear(size.Height, size.Width);
        for (var row = Reach; row < size.Height - Reach; row++)
        {
            var inside = Inside.Edit(row);
            _soft.Row(row).CopyTo(inside);
            for (var other = row - Reach; other <= row + Reach; other++)
            {
                var words = _soft.Row(other);
                for (var word = 0; word < inside.Length; word++)
                {
                    inside[word] &= words[word];
                }
            }
        }

        FindNoise(hu);
    }

    private void FindNoise(ReadOnlySpan<double> hu)
    {
        if (_noise.Length != hu.Length)
        {
            _noise = new double[hu.Length];
        }

        var width = Size.Width;
        for (var row = Reach; row < Size.Height - Reach; row++)
        {
            var words = Inside.Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                for (var bits = words[word]; bits != 0; bits &= bits - 1)
                {
                    var at = (row * width) + (word * 64) + BitOperations.TrailingZeroCount(bits);
                    var mean = (hu[at - 1] + hu[at + 1] + hu[at - width] + hu[at + width]) / 4;
                    _noise[at] = Math.Clamp(hu[at] - mean, -MaxNoise, MaxNoise);
                }
            }
        }
    }

    // Bits beyond either end of the row are 0.
    private static void ErodeAlong(Span<ulong> words)
    {
        var before = 0UL;
        for (var word = 0; word < words.Length; word++)
        {
            var (bits, after) = (words[word], word + 1 < words.Length ? words[word + 1] : 0);
            words[word] =
                bits & (bits << 1 | before >> 63) & (bits << 2 | before >> 62) & (bits >> 1 | after << 63) & (bits >> 2 | after << 62);
            before = bits;
        }
    }
}
