namespace LungSeg.Thresholding.Refinement;

/// <summary>Opening and closing of masks with discs, by distance; what lies outside the image has no say.</summary>
internal sealed class Morphology(int rows, int columns)
{
    private readonly DistanceTransform _transform = new(rows, columns);
    private readonly int[] _distance = new int[rows * columns];
    private readonly byte[] _original = new byte[rows * columns];

    /// <summary>Squared distance of each set pixel to the nearest unset one, 0 on unset pixels; valid until the next call.</summary>
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
    public void Dilate(Span<byte> mask, int radius)
    {
        _transform.Squared(mask, toSet: true, _distance);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)(_distance[i] <= radius * radius ? 1 : 0);
        }
    }

    /// <summary>Set pixels within <paramref name="radius"/> of an unset one become unset.</summary>
    public void Erode(Span<byte> mask, int radius)
    {
        _transform.Squared(mask, toSet: false, _distance);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)(_distance[i] > radius * radius ? 1 : 0);
        }
    }

    /// <summary>Fills what a disc of this radius cannot enter from outside; nothing is filled within that radius of the image border.</summary>
    public void Close(Span<byte> mask, int radius)
    {
        mask.CopyTo(_original);
        Dilate(mask, radius);
        Erode(mask, radius);
        for (var i = 0; i < mask.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            var toBorder = Math.Min(Math.Min(row, rows - 1 - row), Math.Min(column, columns - 1 - column));
            mask[i] = toBorder < radius ? _original[i] : mask[i];
        }
    }
}
