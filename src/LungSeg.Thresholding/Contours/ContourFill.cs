using System.Runtime.InteropServices;

namespace LungSeg.Thresholding.Contours;

/// <summary>
/// Fills contours as the published code does with PIL: points are truncated to integers, and the outline is erased after filling.
/// </summary>
/// <remarks>
/// Truncation moves a contour's points up and left onto pixels, without crossing another pixel. So the pixels inside the truncated path are
/// those of the component and of all that it surrounds, without the path. A pixel is on the path where the pixel below it or to its right
/// is outside. What remains are the inside pixels whose lower and right neighbours are inside too.
/// </remarks>
internal sealed class ContourFill
{
    // The published code sums the filled contours in uint8.
    private const int WrapAround = 256;

    private readonly BitSlice _inside = new();
    private bool[] _isChosen = [];

    public void Write(ComponentMap map, List<KeptContour> contours, BitSlice air, Span<byte> mask)
    {
        if (contours.Count < WrapAround)
        {
            // Any two of these areas are nested or not 4-adjacent, so they can be filled together.
            Mark(map, CollectionsMarshal.AsSpan(contours));
            FillMarked(map, air.Height, air.Width);
            WriteEroded(mask);
            return;
        }

        mask.Clear();
        var layer = new byte[mask.Length];
        for (var i = 0; i < contours.Count; i++)
        {
            Mark(map, CollectionsMarshal.AsSpan(contours).Slice(i, 1));
            FillMarked(map, air.Height, air.Width);
            WriteEroded(layer);
            for (var pixel = 0; pixel < layer.Length; pixel++)
            {
                mask[pixel] += layer[pixel];
            }
        }

        for (var pixel = 0; pixel < mask.Length; pixel++)
        {
            mask[pixel] = Math.Min(mask[pixel], (byte)1);
        }
    }

    private void Mark(ComponentMap map, ReadOnlySpan<KeptContour> contours)
    {
        if (_isChosen.Length < map.ComponentCount)
        {
            _isChosen = new bool[map.ComponentCount];
        }

        var isChosen = _isChosen.AsSpan(0, map.ComponentCount);
        isChosen.Clear();
        foreach (var contour in contours)
        {
            isChosen[contour.Component] = true;
        }

        var components = map.Components;
        for (var index = 0; index < components.Length; index++)
        {
            isChosen[index] |= components[index].Parent >= 0 && isChosen[components[index].Parent];
        }
    }

    private void FillMarked(ComponentMap map, int height, int width)
    {
        _inside.Clear(height, width);
        for (var row = 0; row < height; row++)
        {
            foreach (ref readonly var run in map.RunsOfRow(row))
            {
                if (_isChosen[run.Component])
                {
                    _inside.Fill(row, run.Start, run.End);
                }
            }
        }
    }

    private void WriteEroded(Span<byte> mask)
    {
        for (var row = 0; row < _inside.Height; row++)
        {
            var words = _inside.Row(row);
            var below = _inside.Row(row + 1);
            var pixels = mask.Slice(row * _inside.Width, _inside.Width);
            for (var word = 0; word < words.Length; word++)
            {
                var right = (words[word] >> 1) | (word + 1 < words.Length ? words[word + 1] << 63 : 0);
                BitBytes.Spread(words[word] & below[word] & right, pixels[(word * 64)..]);
            }
        }
    }
}
