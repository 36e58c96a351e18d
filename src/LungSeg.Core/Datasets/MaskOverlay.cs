using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.MetaImage;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Joins masks of a folder to the rows of an input. A mask is named after the row's file, or <c>stem_00017</c>.</summary>
internal static class MaskOverlay
{
    /// <summary>
    /// The table with the masks of <paramref name="path"/> as its column <c>mask</c>, which is missing in rows that no mask is named after.
    /// </summary>
    /// <param name="input">The input with the table.</param>
    /// <param name="path">The folder of masks.</param>
    /// <param name="reading">Limits.</param>
    /// <exception cref="DatasetFormatException">
    /// No mask is named after a row, or a mask has another number of slices than the rows that it is named after.
    /// </exception>
    /// <exception cref="InvalidRequestException">The folder does not exist.</exception>
    public static TableIndex Join(DatasetInput input, string path, FolderReading reading)
    {
        var folder = FolderSource.Open(path);
        var names = new MaskNames(folder);
        var unpacked = new UnpackedFiles(folder, reading);
        var found = Find(input, folder, names, unpacked, reading);
        if (found.Used.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(path, null, "masks"),
                $"none of its {names.Count} masks (.png, .nii, .nii.gz, .mhd, .mha) is named after a row, such as {Example(input)}"
            );
        }
        var joined = Join(input.Index, found, path, unpacked);
        var unused = names.Count - found.Used.Count;
        return unused == 0 ? joined : joined with { Notes = [.. joined.Notes, $"{unused} masks in {path} are named after no row"] };
    }

    /// <summary>
    /// The table with the masks of a file (picture, NIfTI or MetaImage) as its column <c>mask</c>: by place where both sides have one,
    /// whatever the file's name, else slice by slice in their order.
    /// </summary>
    /// <param name="input">The input with the table.</param>
    /// <param name="path">The file.</param>
    /// <param name="reading">Limits, and how masks are put on images.</param>
    /// <exception cref="DatasetFormatException">
    /// The file is damaged, its pixels do not lie on those of the rows, or it has another number of slices and no place.
    /// </exception>
    public static TableIndex JoinFile(DatasetInput input, string path, FolderReading reading)
    {
        var folder = FolderSource.OfFile(path);
        var unpacked = new UnpackedFiles(folder, reading);
        try
        {
            List<long> rows = [.. Enumerable.Range(0, (int)input.RowCount)];
            var column = new MaskColumn();
            var places = new RowPlaces(input);
            if (rows.Count > 0)
            {
                column.Add(places.Place(Open(folder, folder.Files[0], unpacked, reading), rows, folder, reading.Masks), rows, folder);
            }
            return Join(input.Index, new FoundMasks(column, places, folder, folder.Files), path, unpacked);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <summary>Whether <see cref="JoinFile"/> reads a file, by its name.</summary>
    public static bool IsSliceFile(string file) => PictureFile.IsPng(file) || NiftiFile.IsName(file) || MetaImageFile.IsName(file);

    /// <summary>Finds the masks that are named after rows, and puts them where the rows lie.</summary>
    /// <param name="input">The input with the rows.</param>
    /// <param name="folder">The folder of masks.</param>
    /// <param name="names">Its masks.</param>
    /// <param name="unpacked">Its unpacked files, which must live as long as the masks are read.</param>
    /// <param name="reading">Limits.</param>
    /// <exception cref="DatasetFormatException">
    /// A mask has another number of slices than the rows that it is named after, or lies elsewhere.
    /// </exception>
    public static FoundMasks Find(DatasetInput input, FolderSource folder, MaskNames names, UnpackedFiles unpacked, FolderReading reading)
    {
        var rowsOf = new SortedDictionary<string, List<long>>(StringComparer.Ordinal);
        for (var row = 0L; row < input.RowCount; row++)
        {
            if (names.Find(input, row) is not { } mask)
            {
                continue;
            }
            if (!rowsOf.TryGetValue(mask, out var rows))
            {
                rowsOf.Add(mask, rows = []);
            }
            rows.Add(row);
        }

        var column = new MaskColumn();
        var places = new RowPlaces(input);
        foreach (var (mask, rows) in rowsOf)
        {
            column.Add(places.Place(Open(folder, mask, unpacked, reading), rows, folder, reading.Masks), rows, folder);
        }
        return new FoundMasks(column, places, folder, rowsOf.Keys);
    }

    /// <summary>File name of the mask of an input's first row.</summary>
    public static string Example(DatasetInput input) =>
        input.RowCount > 0 && input.FindColumn(DatasetColumns.File)?[0].Text is { } file
            ? $"{MaskNames.WithoutSuffix(file)}.png"
            : $"{RowFileName.Format(input.Stem, 0)}.png";

    /// <summary>The table with another column of masks, and a note where that is not its first one.</summary>
    /// <param name="index">The table.</param>
    /// <param name="column">The masks.</param>
    /// <param name="path">File or folder that they are of.</param>
    public static TableIndex Replace(TableIndex index, TableColumn column, string path)
    {
        var columns = index.Columns.ToList();
        var at = columns.FindIndex(found => found.Name == DatasetColumns.Mask);
        if (at < 0)
        {
            columns.Insert(columns.FindIndex(found => found.Name == DatasetColumns.Label) + 1, column);
            return index with { Columns = columns, MaskFaults = null };
        }
        columns[at] = column;
        return index with
        {
            Columns = columns,
            MaskFaults = null,
            Notes = [.. index.Notes, $"the masks are those of {path}; the input's own are not used"],
        };
    }

    private static TableIndex Join(TableIndex index, FoundMasks found, string path, UnpackedFiles unpacked)
    {
        var joined = Replace(index, found.Column, path);
        return joined with
        {
            MaskClasses = MaskClasses.None,
            Notes = [.. joined.Notes, .. found.Places.Notes(path), .. found.Folder.Notes.Select(note => $"{path}: {note}")],
            Damage = index.Damage ?? found.Folder.Damage,
            Owned = [.. index.Owned, unpacked],
        };
    }

    private static ISliceFile Open(FolderSource folder, string file, UnpackedFiles unpacked, FolderReading reading) =>
        PictureFile.IsPng(file) ? PictureFile.Open(folder, file, new PictureReading(reading.Limits, PictureContent.Mask))
        : MetaImageFile.IsName(file) ? MetaImageFile.Open(folder, file, unpacked)
        : NiftiFile.Open(folder, file, unpacked);

    /// <summary>A column of masks; missing in rows without a mask.</summary>
    internal sealed class MaskColumn() : TableColumn(DatasetColumns.Mask, "object")
    {
        private readonly Dictionary<long, (ISliceFile File, int Slice)> _masks = [];

        public override Cell this[long row] =>
            _masks.TryGetValue(row, out var mask) ? new Cell(CellKind.Array, mask.File.Slice(mask.Slice)) : Cell.Missing;

        public void Add(ISliceFile file, List<long> rows, FolderSource folder)
        {
            if (file.Slices != rows.Count)
            {
                throw FormatError.Mismatch(
                    folder.GetName(file.File, "masks"),
                    "number of slices",
                    $"{file.Slices}",
                    $"{rows.Count}, the number of rows that it belongs to"
                );
            }
            for (var slice = 0; slice < rows.Count; slice++)
            {
                _masks[rows[slice]] = (file, slice);
            }
        }
    }
}

/// <summary>Masks of a folder that are named after rows of an input.</summary>
/// <param name="Column">The masks; missing in rows without one.</param>
/// <param name="Places">Notes on how they were put on the rows.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Used">Files of the masks.</param>
internal sealed record FoundMasks(MaskOverlay.MaskColumn Column, RowPlaces Places, FolderSource Folder, IReadOnlyCollection<string> Used);
