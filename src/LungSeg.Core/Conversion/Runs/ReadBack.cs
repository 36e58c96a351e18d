using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>An array that is expected to be read back.</summary>
internal readonly ref struct ExpectedArray(DType dtype, SliceSize size, ReadOnlySpan<byte> bytes)
{
    public DType DType { get; } = dtype;

    public SliceSize Size { get; } = size;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}

/// <summary>Compares an output that is read back with the rows of its run.</summary>
internal sealed class ReadBack(ExportRun run)
{
    /// <summary>Distance up to which places are equal: formats round them to float32, or to 16 characters.</summary>
    private const double PlaceMm = 0.01;

    private const int PlacePixels = 512;

    private SourceName Source => new(run.Options.Output, null, run.Format.Name);

    /// <summary>Opens a file or folder of the output with lungseg's own reader.</summary>
    /// <exception cref="DatasetFormatException">The output cannot be read, or has another number of rows.</exception>
    public Dataset Open(string path, int rows, string? bareColumn = null)
    {
        // The output that is read back is not an input of the run.
        using var apart = new RunFiles().Enter();
        var dataset = Dataset.Open(path, new DatasetOptions { BareColumn = bareColumn });
        try
        {
            SameCount(dataset.RowCount, rows);
            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>Throws where the output has another number of rows than expected.</summary>
    public void SameCount(long found, int expected)
    {
        if (found != expected)
        {
            throw FormatError.Corrupt(Source, FormattableString.Invariant($"read back, it has {found} rows, expected {expected}"));
        }
    }

    /// <summary>Loads each row once more, to compare it with what was written; from any thread.</summary>
    public void EachSlice(IReadOnlyList<ExportRow> rows, Action<ExportSlice> compare) =>
        run.Each(
            rows,
            row =>
            {
                using var slice = run.Slices.Load(row);
                SameFigures(slice);
                compare(slice);
            }
        );

    /// <summary>Throws where tables tell another size or other lesion pixels of a slice than it has.</summary>
    public void SameFigures(ExportSlice slice)
    {
        var expected = new SliceFigures(slice.Size, slice.LesionPixels);
        var found = run.Figures[slice.Row.Position] ??= expected;
        Same(slice.Row, "size and lesion pixels", Describe(found), Describe(expected));
    }

    /// <summary>Throws where an array has another type, shape or other values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="what">What the array is.</param>
    /// <param name="sample">The row as it is read back.</param>
    /// <param name="found">Its array; null where it has none.</param>
    /// <param name="expected">Type, shape and values to be found.</param>
    public void SameArray(ExportRow row, string what, CtSample sample, ArrayInfo? found, in ExpectedArray expected)
    {
        Same(row, $"type of {what}", found?.DType.Name, expected.DType.Name);
        Same(row, $"shape of {what}", string.Join(" x ", found!.Shape), $"{expected.Size.Height} x {expected.Size.Width}");
        Same(row, what, sample.ReadBytes(found), expected.Bytes);
    }

    /// <summary>Throws where a slice lies elsewhere than its row says, or says a place that the row does not have.</summary>
    public void SamePlace(ExportRow row, SlicePlace? found, SlicePlace? expected)
    {
        var isSame =
            found is null || expected is null
                ? found is null && expected is null
                : (found.Origin - expected.Origin).Length() < PlaceMm
                    && (found.At(PlacePixels, PlacePixels) - expected.At(PlacePixels, PlacePixels)).Length() < PlaceMm;
        if (!isSame)
        {
            Same(row, "place of the slice", found?.ToString(), expected?.ToString());
        }
    }

    /// <summary>Throws where a picture has another size.</summary>
    public void SameSize(ExportRow row, string what, SliceSize found, SliceSize expected) =>
        Same(row, $"size of {what}", $"{found.Height} x {found.Width}", $"{expected.Height} x {expected.Width}");

    /// <summary>Throws where a picture of 8 bits has another size than its slice, or other samples than expected.</summary>
    public void SamePicture(ExportSlice slice, string what, PngPicture found, ReadOnlySpan<byte> expected)
    {
        SameSize(slice.Row, what, found.Size, slice.Size);
        Same(slice.Row, what, found.Samples8, expected);
    }

    /// <summary>Throws where a text that is read back is not what a column says of the row; an empty text is a missing one.</summary>
    public void SameText(ExportRow row, MetadataColumn column, string? found)
    {
        var expected = column.GetText(row);
        Same(row, column.Name, found is "" ? null : found, expected is "" ? null : expected);
    }

    /// <summary>Throws where a row has another value in a column, or the column another type.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column; an empty text is a missing one.</param>
    /// <param name="storage">Type that the column has; null for texts.</param>
    /// <param name="found">The row as it is read back.</param>
    public void SameCell(ExportRow row, MetadataColumn column, string? storage, DatasetRow found)
    {
        if (found.Input.FindColumn(column.Name) is not { } cells)
        {
            Same(row, column.Name, "no such column", column.Name);
            return;
        }

        if (storage is not null)
        {
            Same(row, $"type of {column.Name}", cells.Storage, storage);
        }

        var expected = column.GetObject is { } get && storage == "object" ? get(row) : column.GetValue(row);
        var value = InputColumn.Convert(cells[found.Index], column.GetObject is null || storage != "object" ? column.Type : null);
        if (!Equals(ToCompare(expected), ToCompare(value)))
        {
            Same(row, column.Name, $"{value ?? "none"} ({value?.GetType().Name})", $"{expected ?? "none"} ({expected?.GetType().Name})");
        }
    }

    /// <summary>An empty text is a missing one, and the type of the column says the zone.</summary>
    private static object? ToCompare(object? value) =>
        value switch
        {
            "" => null,
            int number => (long)number,
            DateValue date => date with { Zone = null },
            _ => value,
        };

    /// <summary>Throws where a file that holds no pixels is not as it would be written.</summary>
    public void SameFile(string name, ReadOnlySpan<byte> expected)
    {
        var found = File.ReadAllBytes(run.GetPath(name));
        if (!expected.SequenceEqual(found))
        {
            throw FormatError.Corrupt(
                Source with
                {
                    Entry = name,
                },
                FormattableString.Invariant(
                    $"read back, it differs from what was to be written from its byte {expected.CommonPrefixLength(found)} on"
                )
            );
        }
    }

    /// <summary>Throws where bytes differ.</summary>
    public void Same(ExportRow row, string what, ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        if (found.SequenceEqual(expected))
        {
            return;
        }

        var at = found.CommonPrefixLength(expected);
        throw FormatError.Corrupt(
            Source,
            FormattableString.Invariant(
                $"read back, {what} of row {row.Name} differs from the input from its byte {at} on; the disk or this program is at fault"
            )
        );
    }

    /// <summary>Throws where texts differ.</summary>
    public void Same(ExportRow row, string what, string? found, string? expected)
    {
        if (found != expected)
        {
            throw FormatError.Mismatch(
                Source,
                $"read back, {what} of row {row.Name}",
                found is null ? "none" : $"'{found}'",
                expected is null ? "none" : $"'{expected}'"
            );
        }
    }

    private static string Describe(SliceFigures figures) =>
        FormattableString.Invariant($"{figures.Size.Height} x {figures.Size.Width}, {figures.LesionPixels} px");
}
