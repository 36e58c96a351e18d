using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Compares an output that is read back with the rows of its run.</summary>
internal sealed class ReadBack(ExportRun run)
{
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
                compare(slice);
            }
        );

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
            throw FormatError.Mismatch(Source, $"read back, {what} of row {row.Name}", $"'{found}'", $"'{expected}'");
        }
    }
}
