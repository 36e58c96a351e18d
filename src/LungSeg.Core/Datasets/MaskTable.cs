using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Masks of a table or of a stack [n, row, col], which belong to rows by their order.</summary>
internal static class MaskTable
{
    /// <summary>Opens a file that holds a column of masks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read: limits, temporary folder and threads.</param>
    /// <param name="input">The file, opened.</param>
    /// <returns>Owns <paramref name="input"/>.</returns>
    /// <exception cref="DatasetFormatException">The file is damaged or of no known format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DatasetOpener Open(string path, DatasetOptions options, out DatasetInput input)
    {
        var opener = new DatasetOpener(
            new DatasetOptions
            {
                BareColumn = DatasetColumns.Mask,
                Limits = options.Limits,
                TemporaryFolder = options.TemporaryFolder,
                Jobs = options.Jobs,
            }
        );
        try
        {
            input = opener.Add(path) is [var one]
                ? one
                : throw FormatError.Unsupported(new SourceName(path, null, "masks"), "it holds several data sets; unpack it and name one");
            return opener;
        }
        catch
        {
            opener.Dispose();
            throw;
        }
    }

    /// <summary>The table of an input with the masks of a file as its column <c>mask</c>.</summary>
    /// <param name="index">The table.</param>
    /// <param name="path">The file.</param>
    /// <param name="first">Its mask that belongs to the first row.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="count">Number of masks in the file.</param>
    /// <exception cref="DatasetFormatException">The file is damaged, or holds fewer masks than there are rows.</exception>
    /// <exception cref="InvalidRequestException">It holds several columns of arrays, of which none is called mask, or no array.</exception>
    public static TableIndex Join(TableIndex index, string path, long first, DatasetOptions options, out long count)
    {
        var opener = Open(path, options, out var masks);
        try
        {
            count = masks.RowCount;
            if (first + index.Rows > count)
            {
                throw Mismatch(masks.Source.Name, count, $"at least {first + index.Rows}");
            }
            var own = masks.FindColumn(DatasetColumns.Mask) is not null ? DatasetColumns.Mask : null;
            var column = new RowsOfColumn(FindColumn(masks, own, RequestParameter.MaskFolder), masks.Source, first);
            var joined = MaskOverlay.Replace(index, column, path);
            return joined with
            {
                MaskClasses = masks.Index.MaskClasses,
                Notes = [.. joined.Notes, .. masks.Notes.Select(note => $"{path}: {note}")],
                Damage = index.Damage ?? masks.Damage,
                Owned = [.. index.Owned, opener],
            };
        }
        catch
        {
            opener.Dispose();
            throw;
        }
    }

    /// <summary>The error for a file with another number of masks than there are rows.</summary>
    public static DatasetFormatException Mismatch(SourceName name, long found, string expected) =>
        FormatError.Mismatch(name, "number of masks", $"{found}", $"{expected}, one for each row of the inputs in their order");

    /// <summary>The column of masks: the one that was asked for, else the only one of arrays.</summary>
    /// <param name="input">The table.</param>
    /// <param name="asked">Its name; null where none was asked for.</param>
    /// <param name="parameter">The parameter that names the file.</param>
    /// <exception cref="InvalidRequestException">There is no such column, or several hold arrays.</exception>
    public static TableColumn FindColumn(DatasetInput input, string? asked, RequestParameter parameter)
    {
        var columns = input.Index.Columns;
        if (asked is not null)
        {
            return columns.FirstOrDefault(column => column.Name == asked)
                ?? throw new InvalidRequestException(
                    parameter,
                    $"{input.Path} has no column {asked}; it has {string.Join(", ", columns.Select(column => column.Name))}"
                );
        }
        var arrays = columns.Where(column => input.RowCount > 0 && column[0].Array is not null).ToArray();
        var likely = Array.Find(arrays, column => column.Name == DatasetColumns.Mask) ?? arrays.LastOrDefault();
        var hint = parameter == RequestParameter.PredictionColumn ? likely?.Name ?? DatasetColumns.Mask : null;
        return arrays.Length == 1
            ? arrays[0]
            : throw new InvalidRequestException(
                parameter,
                arrays.Length == 0
                    ? $"{input.Path} holds no column of arrays"
                    : $"{input.Path} has several columns of arrays: {string.Join(", ", arrays.Select(column => column.Name))}"
                        + (hint is null ? $", and none is called {DatasetColumns.Mask}" : string.Empty),
                hint is null ? null : new RequestHint(parameter, hint)
            );
    }

    /// <summary>Rows of a column of another file, from <paramref name="first"/> on.</summary>
    private sealed class RowsOfColumn(TableColumn below, IByteSource source, long first) : TableColumn(DatasetColumns.Mask, below.Storage)
    {
        public override CellKind? CommonKind => below.CommonKind;

        public override Cell this[long row] =>
            below[first + row] is var cell && cell.Array is { UnpackedSource: null } array
                ? new Cell(CellKind.Array, array.In(source))
                : cell;

        public override string Describe(long row) => below.Describe(first + row);
    }
}
