using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Puts masks of a folder on the rows of a table by the places that both have.</summary>
internal sealed class RowPlaces(DatasetInput input)
{
    private readonly SortedDictionary<string, int> _moved = new(StringComparer.Ordinal);
    private int _unplaced;

    /// <summary>The mask as it lies on the rows that it is named after: as it is stored where one side has no place.</summary>
    /// <exception cref="DatasetFormatException">Its pixels do not lie on those of the rows.</exception>
    public ISliceFile Place(ISliceFile mask, IReadOnlyList<long> rows, FolderSource folder, MaskReading reading)
    {
        if (reading.Place == MaskPlace.Index)
        {
            return mask;
        }
        var places = rows.Select(row => new DatasetRow(input, row).Place).ToArray();
        var sizes = rows.Select(GetSize).Distinct().ToArray();
        if (mask.Grid is null || Array.Exists(places, place => place is null) || sizes is not [{ } size])
        {
            _unplaced += mask.Grid is not null || Array.Exists(places, place => place is not null) ? 1 : 0;
            return mask;
        }
        SlicePlace[] slices = [.. places.OfType<SlicePlace>()];
        if (PlacedFile.IsSamePlace(mask, slices, size))
        {
            return mask;
        }
        if (PlacedFile.Place(mask, slices, size, reading.TakesNearest) is not { } placed)
        {
            throw FormatError.Unsupported(
                folder.GetName(mask.File, "masks"),
                $"its pixels do not lie on those of its rows: {PlacedFile.Describe(mask, slices[0], size)}",
                new RequestHint(RequestParameter.MaskResample, "nearest")
            );
        }
        if (!placed.Reaches)
        {
            throw FormatError.Unsupported(
                folder.GetName(mask.File, "masks"),
                $"it lies beside its rows, and is the mask of another scan: {PlacedFile.Describe(mask, slices[0], size)}",
                new RequestHint(RequestParameter.MaskPlace, "index")
            );
        }
        _moved[placed.Description] = _moved.GetValueOrDefault(placed.Description) + 1;
        return placed;
    }

    /// <summary>Notes on masks that were moved, or that were joined by index.</summary>
    public IEnumerable<string> Notes(string path)
    {
        foreach (var (words, count) in _moved)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}: {count} masks were {words} to lie on their rows");
        }
        if (_unplaced > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {_unplaced} masks were joined by index, since only mask or row says where it lies"
            );
        }
    }

    private SliceSize? GetSize(long row) =>
        new DatasetRow(input, row) is var found && (found.FoundHuOld ?? found.FoundHu) is { Shape: [var height, var width] }
            ? new SliceSize((int)height, (int)width)
            : null;
}
