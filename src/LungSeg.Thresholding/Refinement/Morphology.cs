namespace LungSeg.Thresholding.Refinement;

/// <summary>Growing, shrinking and closing of masks of 0 and 1 with discs, by distance; what lies outside the image has no say.</summary>
internal sealed class Morphology(int rows, int columns)
{
    private readonly DistanceTransform _transform = new(rows, columns);
    private readonly int[] _distance = new int[rows * columns];
    private readonly byte[] _original = new byte[rows * columns];

    /// <summary>Limits all that follows to these rows and columns, end-exclusive; the rest of a mask stays as it is.</summary>
    public void SetWindow(int top, int left, int bottom, int right) =>
        _transform.Window = (Math.Max(top, 0), Math.Max(left, 0), Math.Min(bottom, rows), Math.Min(right, columns));

    /// <summary>Ends what <see cref="SetWindow"/> began.</summary>
    public void ClearWindow() => _transform.Window = (0, 0, rows, columns);

    /// <summary>Squared distance of each set pixel to the nearest unset one, 0 on unset pixels; valid until the next call that measures distances.</summary>
    public ReadOnlySpan<int> DepthSquared(ReadOnlySpan<byte> mask)
    {
        _transform.Squared(mask, toSet: false, _distance);
        return _distance;
    }

    /// <summary>Squared distance of each pixel to the nearest set one; valid until the next call.</summary>
    public ReadOnlySpan<int> DistanceSquared(ReadOnlySpan<byte> mask)
    {
        _transform.Squared(mask, toSet: true, _distance);
        return _distance;
    }

    /// <summary>Unset pixels within <paramref name="radius"/> of the mask become set.</summary>
    public void Dilate(Span<byte> mask, int radius) => _transform.Within(mask, toSet: true, radius, mask, mark: 1);

    /// <summary>Set pixels within <paramref name="radius"/> of an unset one become unset.</summary>
    public void Erode(Span<byte> mask, int radius) => _transform.Within(mask, toSet: false, radius, mask, mark: 0);

    /// <summary>Fills what a disc of this radius cannot enter from outside; nothing is filled within that radius of the image border.</summary>
    public void Close(Span<byte> mask, int radius)
    {
        mask.CopyTo(_original);
        Dilate(mask, radius);
        Erode(mask, radius);
        var (top, left, bottom, right) = _transform.Window;
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var toBorder = Math.Min(Math.Min(row, rows - 1 - row), Math.Min(column, columns - 1 - column));
                if (toBorder < radius)
                {
                    mask[(row * columns) + column] = _original[(row * columns) + column];
                }
            }
        }
    }
}
