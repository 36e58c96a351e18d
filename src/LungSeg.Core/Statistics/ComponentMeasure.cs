using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Statistics;

/// <summary>Connected parts (8-connected) and holes (4-connected) of the lesion.</summary>
internal sealed class ComponentMeasure
{
    private readonly BitSlice _outside = new();
    private readonly ComponentMap _map = new();
    private byte[] _crop = [];

    /// <summary>Counts the parts and holes of a lesion within its box.</summary>
    public LesionParts Count(ReadOnlySpan<byte> lesion, LesionBox box, int rows, int columns)
    {
        // A margin of one pixel joins all that lies around the lesion, so that what does not touch the crop's border is a hole.
        var crop = box.Widened(1, rows, columns);
        var (height, width) = (crop.Bottom - crop.Top, crop.Right - crop.Left);
        if (_crop.Length < height * width)
            _crop = new byte[height * width];
        for (var r = 0; r < height; r++)
        {
            for (var c = 0; c < width; c++)
                _crop[(r * width) + c] = lesion[((crop.Top + r) * columns) + crop.Left + c] == 0 ? (byte)1 : (byte)0;
        }

        // The map's set pixels are 4-connected and its unset ones 8-connected: the lesion is what is unset.
        _outside.LoadMask(_crop.AsSpan(0, height * width), height, width);
        _map.Build(_outside);
        var (parts, largest, holes, holePixels) = (0L, 0L, 0L, 0L);
        foreach (ref readonly var component in _map.Components)
        {
            if (!component.Air)
            {
                parts++;
                largest = Math.Max(largest, component.Pixels);
            }
            else if (component.BorderPixels == 0)
            {
                holes++;
                holePixels += component.Pixels;
            }
        }

        return new LesionParts(parts, largest, holes, holePixels);
    }
}
