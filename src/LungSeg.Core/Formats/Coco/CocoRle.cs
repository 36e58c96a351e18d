using System.Text;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Coco;

/// <summary>COCO's run-length encoding of masks, column by column with zeros first, and its compression to text.</summary>
internal static class CocoRle
{
    private const int Bits = 5;
    private const int More = 1 << Bits;
    private const int Sign = 1 << (Bits - 1);
    private const int FirstLetter = '0';

    /// <summary>Runs of one component within the whole mask.</summary>
    public static int[] Counts(PixelComponents components, PixelComponent component)
    {
        var counts = new List<int>();
        var (isOpen, last) = (false, 0);
        void Change(int column, int row)
        {
            var at = (column * components.Height) + row;
            counts.Add(at - last);
            (isOpen, last) = (!isOpen, at);
        }

        var fillsColumns = component.Top == 0 && component.Bottom == components.Height;
        for (var column = component.Left; column < component.Right; column++)
        {
            for (var row = component.Top; row < component.Bottom; row++)
            {
                if (components.Has(component, row, column) != isOpen)
                {
                    Change(column, row);
                }
            }

            if (isOpen && !(fillsColumns && column + 1 < component.Right))
            {
                Change(column, component.Bottom);
            }
        }

        var total = components.Height * components.Width;
        if (last < total)
        {
            counts.Add(total - last);
        }
        return [.. counts];
    }

    /// <summary>Runs of a mask that is known in a window and 0 elsewhere.</summary>
    /// <param name="area">Pixels of the window, [row, col].</param>
    /// <param name="window">First column, first row and width of the window.</param>
    /// <param name="height">Height of the whole mask.</param>
    /// <param name="width">Its width.</param>
    public static int[] CountWindow(ReadOnlySpan<byte> area, (int Left, int Top, int Width) window, int height, int width)
    {
        var counts = new List<int>();
        var (isOpen, last) = (false, 0);
        for (var column = 0; column < window.Width; column++)
        {
            // The pixel below the window ends a run that reaches its last row, unless the window reaches the last row of the mask.
            var rows = area.Length / window.Width;
            for (var row = 0; row <= rows; row++)
            {
                var at = ((window.Left + column) * height) + window.Top + row;
                var isSet = row < rows && area[(row * window.Width) + column] != 0;
                if (isSet != isOpen && (row < rows || window.Top + rows < height))
                {
                    counts.Add(at - last);
                    (isOpen, last) = (isSet, at);
                }
            }

            if (isOpen && (window.Top > 0 || column + 1 == window.Width))
            {
                var next = (window.Left + column + 1) * height;
                counts.Add(next - last);
                (isOpen, last) = (false, next);
            }
        }

        if (last < height * width)
        {
            counts.Add((height * width) - last);
        }
        return [.. counts];
    }

    /// <summary>Sets the pixels of runs to 1; other pixels are unchanged.</summary>
    /// <returns>False where the runs do not fill the mask exactly.</returns>
    public static bool TryFill(ReadOnlySpan<int> counts, Span<byte> mask, int height)
    {
        var width = mask.Length / height;
        var at = 0L;
        for (var run = 0; run < counts.Length; run++)
        {
            var end = at + counts[run];
            if (counts[run] < 0 || end > mask.Length)
            {
                return false;
            }
            for (; at < end; at++)
            {
                if (run % 2 == 1)
                {
                    mask[(int)((at % height * width) + (at / height))] = 1;
                }
            }
        }

        return at == mask.Length;
    }

    /// <summary>
    /// Compresses run lengths to text. From the fourth on, each is stored as difference to the second last before it. Numbers are written
    /// in groups of 5 bits, the lowest first.
    /// </summary>
    public static string Compress(ReadOnlySpan<int> counts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < counts.Length; i++)
        {
            var rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            bool hasMore;
            do
            {
                var group = rest & (More - 1);
                rest >>= Bits;
                hasMore = (group & Sign) != 0 ? rest != -1 : rest != 0;
                text.Append((char)((hasMore ? group | More : group) + FirstLetter));
            } while (hasMore);
        }

        return text.ToString();
    }

    /// <summary>Decompresses the text of <see cref="Compress"/>.</summary>
    /// <returns>False where the text is not such a text.</returns>
    public static bool TryDecompress(string text, out int[] counts)
    {
        var found = new List<int>();
        counts = [];
        var (value, shift) = (0L, 0);
        foreach (var letter in text)
        {
            var group = letter - FirstLetter;
            if (group is < 0 or >= 2 * More || shift > 30)
            {
                return false;
            }
            value |= (long)(group & (More - 1)) << shift;
            shift += Bits;
            if ((group & More) != 0)
            {
                continue;
            }
            if ((group & Sign) != 0)
            {
                value |= -1L << shift;
            }
            value += found.Count > 2 ? found[^2] : 0;
            if (value is < 0 or > int.MaxValue)
            {
                return false;
            }
            found.Add((int)value);
            (value, shift) = (0, 0);
        }

        counts = [.. found];
        return shift == 0;
    }
}
