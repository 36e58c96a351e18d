using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>The 8-connected lesions of a mask, of which some have no pixel in the same mask at a smaller size.</summary>
internal sealed class ScaledLesions
{
    private readonly PixelComponents _components;
    private readonly PixelComponent[] _lost;

    /// <param name="mask">The mask before scaling.</param>
    /// <param name="source">Its size.</param>
    /// <param name="target">Its size after it.</param>
    public ScaledLesions(ReadOnlySpan<byte> mask, SliceSize source, SliceSize target)
    {
        _components = new PixelComponents(mask, source.Height, source.Width);
        var isKept = new bool[_components.All.Count + 1];
        for (var row = 0; row < target.Height; row++)
        {
            var line = _components.Labels.Slice(Resampler.Centre(row, source.Height, target.Height) * source.Width, source.Width);
            for (var column = 0; column < target.Width; column++)
            {
                isKept[line[Resampler.Centre(column, source.Width, target.Width)]] = true;
            }
        }

        _lost = [.. _components.All.Where(component => !isKept[component.Label])];
    }

    /// <summary>Number of lesions that have no pixel.</summary>
    public int Lost => _lost.Length;

    /// <summary>
    /// Gives each of them a pixel: of those that cover it, the nearest to its middle that is no lesion yet, the first in order of equals.
    /// Where all are lesion already, it shares one.
    /// </summary>
    public void Restore(Span<byte> scaled, SliceSize target)
    {
        foreach (var lesion in _lost)
        {
            var (found, least) = (-1, long.MaxValue);
            for (var row = lesion.Top; row < lesion.Bottom; row++)
            {
                for (var column = lesion.Left; column < lesion.Right; column++)
                {
                    var at = GetTarget(row, column, target);
                    if (!_components.Has(lesion, row, column) || scaled[at] != 0)
                    {
                        continue;
                    }

                    var (down, across) = ((2L * row) + 1 - lesion.Top - lesion.Bottom, (2L * column) + 1 - lesion.Left - lesion.Right);
                    var distance = (down * down) + (across * across);
                    (found, least) = distance < least ? (at, distance) : (found, least);
                }
            }

            if (found >= 0)
            {
                scaled[found] = 1;
            }
        }
    }

    /// <summary>The scaled pixel that covers the centre of a pixel.</summary>
    private int GetTarget(int row, int column, SliceSize target) =>
        (Resampler.Centre(row, target.Height, _components.Height) * target.Width)
        + Resampler.Centre(column, target.Width, _components.Width);
}
