using System.Buffers;

namespace LungSeg.Core.Phantom;

/// <summary>A square plane of floats in C order with a scale from millimetres to pixels. Its memory is rented; dispose of it.</summary>
/// <remarks>Uses only addition, multiplication, division and square roots, which round alike on every machine.</remarks>
internal sealed class Raster : IDisposable
{
    private readonly float[] _values;

    internal Raster(int side, float spacingMm)
    {
        (Side, SpacingMm) = (side, spacingMm);
        _values = ArrayPool<float>.Shared.Rent(side * side);
    }

    internal int Side { get; }

    internal float SpacingMm { get; }

    internal Span<float> Values => _values.AsSpan(0, Side * Side);

    public void Dispose() => ArrayPool<float>.Shared.Return(_values);

    internal Span<float> Row(int row) => _values.AsSpan(row * Side, Side);

    /// <summary>Column (or row) coordinate of a position; pixel centres have integer coordinates.</summary>
    internal float ToPixel(float mm) => mm / SpacingMm + (Side - 1) * 0.5f;

    internal float ToMm(int pixel) => (pixel - (Side - 1) * 0.5f) * SpacingMm;

    /// <summary>Pixels [from, until) that a range of millimetres touches.</summary>
    internal (int From, int Until) Range(float lowMm, float highMm) =>
        ((int)MathF.Max(MathF.Floor(ToPixel(lowMm)), 0), (int)MathF.Min(MathF.Ceiling(ToPixel(highMm)) + 1, Side));

    /// <summary>Sets each pixel to the share of it that a polygon covers.</summary>
    /// <remarks>
    /// Each edge adds the signed area to its right to its pixel row, so that a running sum along the row is the coverage.
    /// </remarks>
    internal void Cover(Outline outline)
    {
        Values.Clear();
        var previous = outline.Points[^1];
        foreach (var current in outline.Points)
        {
            AddEdge(ToPixel(previous.X) + 0.5f, ToPixel(previous.Y) + 0.5f, ToPixel(current.X) + 0.5f, ToPixel(current.Y) + 0.5f);
            previous = current;
        }

        for (int row = 0; row < Side; row++)
        {
            float sum = 0;
            foreach (ref float value in Row(row))
            {
                sum += value;
                value = MathF.Min(MathF.Abs(sum), 1);
            }
        }
    }

    /// <summary>Blends a value into the plane, weighted by a coverage.</summary>
    internal void Blend(Raster coverage, float value)
    {
        var target = Values;
        var share = coverage.Values[..target.Length];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += share[i] * (value - target[i]);
        }
    }

    private void AddEdge(float x0, float y0, float x1, float y1)
    {
        if (y0 == y1)
        {
            return;
        }

        float direction = 1;
        if (y0 > y1)
        {
            (x0, y0, x1, y1, direction) = (x1, y1, x0, y0, -1);
        }

        float slope = (x1 - x0) / (y1 - y0);
        int last = (int)MathF.Min(MathF.Ceiling(y1), Side);
        for (int row = (int)MathF.Max(MathF.Floor(y0), 0); row < last; row++)
        {
            float top = MathF.Max(y0, row);
            float bottom = MathF.Min(y1, row + 1);
            float height = (bottom - top) * direction;
            float a = x0 + (top - y0) * slope;
            float b = x0 + (bottom - y0) * slope;
            AddSpan(Row(row), MathF.Min(a, b), MathF.Max(a, b), height);
        }
    }

    private void AddSpan(Span<float> row, float left, float right, float height)
    {
        left = MathF.Min(MathF.Max(left, 0), Side);
        right = MathF.Min(MathF.Max(right, 0), Side);
        float mean = 0;
        float covered = 0;
        for (int column = (int)left; column < Side; column++)
        {
            // Distance from the edge to the pixel's right side, averaged over the edge.
            float reach = column + 1 - left;
            float next = column + 1 >= right ? column + 1 - (left + right) * 0.5f : reach * reach * 0.5f / (right - left);
            row[column] += height * (next - mean - covered);
            covered = next - mean;
            mean = next;
            if (column >= right)
            {
                return;
            }
        }
    }
}
