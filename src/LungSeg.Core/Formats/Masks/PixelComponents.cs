namespace LungSeg.Core.Formats.Masks;

/// <summary>The 8-connected components of a mask, in the order in which a scan by rows meets them.</summary>
internal sealed class PixelComponents
{
    private readonly int[] _labels;
    private readonly List<PixelComponent> _all = [];

    /// <param name="mask">Mask [row, col] in C order; not 0 is inside.</param>
    /// <param name="height">Height of the mask.</param>
    /// <param name="width">Width of the mask.</param>
    public PixelComponents(ReadOnlySpan<byte> mask, int height, int width)
    {
        (Height, Width) = (height, width);
        _labels = new int[mask.Length];
        var waiting = new Stack<int>();
        for (var at = 0; at < mask.Length; at++)
        {
            if (mask[at] != 0 && _labels[at] == 0)
            {
                _all.Add(Flood(mask, at, waiting));
            }
        }
    }

    public int Height { get; }

    public int Width { get; }

    public IReadOnlyList<PixelComponent> All => _all;

    /// <summary>Number of the component of each pixel, from 1, [row, col] in C order; 0 outside the mask.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Whether a pixel belongs to a component; false outside the mask.</summary>
    public bool Has(PixelComponent component, int row, int column) =>
        (uint)row < (uint)Height && (uint)column < (uint)Width && _labels[(row * Width) + column] == component.Label;

    private PixelComponent Flood(ReadOnlySpan<byte> mask, int start, Stack<int> waiting)
    {
        var label = _all.Count + 1;
        var (top, left, bottom, right, pixels) = (int.MaxValue, int.MaxValue, 0, 0, 0);
        _labels[start] = label;
        waiting.Push(start);
        while (waiting.TryPop(out var at))
        {
            var (row, column) = (at / Width, at % Width);
            (top, left, bottom, right) = (
                Math.Min(top, row),
                Math.Min(left, column),
                Math.Max(bottom, row + 1),
                Math.Max(right, column + 1)
            );
            pixels++;
            for (var r = Math.Max(0, row - 1); r <= Math.Min(Height - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(Width - 1, column + 1); c++)
                {
                    var next = (r * Width) + c;
                    if (mask[next] == 0 || _labels[next] != 0)
                    {
                        continue;
                    }
                    _labels[next] = label;
                    waiting.Push(next);
                }
            }
        }

        return new PixelComponent(label, top, left, bottom, right, pixels);
    }
}

/// <summary>One connected part of a mask: its number among the labels, its bounding box with exclusive ends, and its size.</summary>
internal readonly record struct PixelComponent(int Label, int Top, int Left, int Bottom, int Right, int Pixels);
