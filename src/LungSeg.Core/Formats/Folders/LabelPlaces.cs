using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Joins the images of a folder with their own labels, where both say where they lie: at one place, or as asked.</summary>
internal sealed class LabelPlaces(FolderSource folder, MaskReading reading)
{
    private readonly SortedDictionary<string, int> _moved = new(StringComparer.Ordinal);
    private int _differing;
    private int _unplaced;

    /// <summary>The item with its label as it lies on the image, or with the fault that it lies elsewhere.</summary>
    /// <exception cref="DatasetFormatException">
    /// Image and label have different numbers of slices, or the label is to be put where its pixels do not lie on those of the image.
    /// </exception>
    public FolderItem Join(FolderItem item, string format)
    {
        if (item.Mask is not { } mask)
        {
            return item;
        }
        if (item.Image.Grid is not { } grid || mask.Grid is null || reading.Place == MaskPlace.Index)
        {
            _unplaced += item.Image.Grid is null != mask.Grid is null ? 1 : 0;
            CheckSlices(item.Image, mask, format);
            return item;
        }

        var slices = Enumerable.Range(0, item.Image.Slices).Select(grid.GetPlace).ToArray();
        if (PlacedFile.IsSamePlace(mask, slices, item.Image.Size))
        {
            return item;
        }
        var places = PlacedFile.Describe(mask, slices[0], item.Image.Size);
        if (reading.Place == MaskPlace.Refuse)
        {
            if (MaskPlacement.IsSamePlace(slices[0], item.Image.Size, mask.Grid, 0))
            {
                // They begin at one place, and one of them is cut short.
                CheckSlices(item.Image, mask, format);
            }
            _differing++;
            return item with { MaskFault = $"image and label lie at different places: {places}" };
        }
        if (PlacedFile.Place(mask, slices, item.Image.Size, reading.TakesNearest) is not { } placed)
        {
            throw FormatError.Unsupported(
                folder.GetName(mask.File, format),
                $"its pixels do not lie on those of {item.Image.File}: {places}",
                new RequestHint(RequestParameter.MaskResample, "nearest")
            );
        }
        _moved[placed.Description] = _moved.GetValueOrDefault(placed.Description) + 1;
        return item with { Mask = placed };
    }

    /// <summary>What every command says: that labels cannot be used.</summary>
    public IEnumerable<RequestNote> Warnings()
    {
        if (_differing > 0)
        {
            yield return new RequestNote(
                $"image and label of {Quantity.Of(_differing, "case")} lie at different places",
                new RequestHint(RequestParameter.MaskPlace, "index|world")
            );
        }
    }

    /// <summary>Notes on labels that were moved, or say no place.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var (words, count) in _moved)
        {
            yield return $"labels of {Quantity.Of(count, "case")} were {words} to lie on their images";
        }
        if (_unplaced > 0)
        {
            yield return $"of {Quantity.Of(_unplaced, "case")} only image or label says where it lies: they were joined by index";
        }
    }

    private void CheckSlices(ISliceFile image, ISliceFile mask, string format)
    {
        if (mask.Slices != image.Slices)
        {
            throw FormatError.Mismatch(
                folder.GetName(mask.File, format),
                "number of slices",
                $"{mask.Slices}",
                $"{image.Slices} as in {image.File}"
            );
        }
    }
}
