using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Analysis;

/// <summary>Components and holes of a lesion.</summary>
/// <param name="Components">Connected components, 8-connected.</param>
/// <param name="LargestPixels">Pixels of the largest component.</param>
/// <param name="Holes">Holes, 4-connected.</param>
/// <param name="HolePixels">Pixels of all holes.</param>
internal readonly record struct LesionParts(long Components, long LargestPixels, long Holes, long HolePixels);

/// <summary>Counts the connected components and holes of lesions. An instance reuses its working memory.</summary>
internal sealed class LesionPartsCounter
{
    private readonly BitSlice _outside = new();
    private readonly ComponentMap _map = new();
    private byte[] _crop = [];

    /// <summary>Counts within the bounding box of a lesion.</summary>
    public LesionParts Count(ReadOnlySpan<byte> lesion, LesionBox box, int height, int width)
    {
        // A margin of one pixel connects the surroundings of the lesion. Areas that do not touch the border of the crop are holes.
        var crop = box.Widen(1, height, width);
        if (_crop.Length < crop.Height * crop.Width)
        {
            _crop = new byte[crop.Height * crop.Width];
        }

        for (var r = 0; r < crop.Height; r++)
        {
            for (var c = 0; c < crop.Width; c++)
            {
                _crop[(r * crop.Width) + c] = lesion[((crop.Top + r) * width) + crop.Left + c] == 0 ? (byte)1 : (byte)0;
            }
        }

        // In the map, set pixels are 4-connected and unset pixels 8-connected, so the lesion is unset.
        _outside.LoadMask(_crop.AsSpan(0, crop.Height * crop.Width), crop.Height, crop.Width);
        _map.Build(_outside);
        var (components, largest, holes, holePixels) = (0L, 0L, 0L, 0L);
        foreach (ref readonly var component in _map.Components)
        {
            if (!component.Air)
            {
                components++;
                largest = Math.Max(largest, component.Pixels);
            }
            else if (component.BorderPixels == 0)
            {
                holes++;
                holePixels += component.Pixels;
            }
        }

        return new LesionParts(components, largest, holes, holePixels);
    }
}
