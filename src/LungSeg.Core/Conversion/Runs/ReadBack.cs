using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Compares what was read back with what was to be written.</summary>
internal static class ReadBack
{
    /// <summary>Opens a part of the output with our own reader.</summary>
    /// <exception cref="DatasetFormatException">It cannot be read, or has another number of rows.</exception>
    public static Dataset Open(ExportRun run, string path, int rows, string? bareColumn = null)
    {
        var dataset = Dataset.Open(path, new DatasetOptions { BareColumn = bareColumn });
        if (dataset.RowCount == rows)
            return dataset;
        dataset.Dispose();
        throw FormatError.Corrupt(
            new SourceName(run.Options.Output, null, run.Export.Name),
            FormattableString.Invariant($"read back, it has {dataset.RowCount} rows, expected {rows}")
        );
    }

    /// <summary>Throws where bytes differ.</summary>
    public static void Same(ExportRun run, ExportRow row, string what, ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        if (found.SequenceEqual(expected))
            return;
        var at = found.CommonPrefixLength(expected);
        throw FormatError.Corrupt(
            new SourceName(run.Options.Output, null, run.Export.Name),
            FormattableString.Invariant(
                $"read back, {what} of row {row.Name} differs from the input from its byte {at} on; the disk or this program is at fault"
            )
        );
    }

    /// <summary>Throws where texts differ.</summary>
    public static void Same(ExportRun run, ExportRow row, string what, string? found, string? expected)
    {
        if (found != expected)
            throw FormatError.Mismatch(
                new SourceName(run.Options.Output, null, run.Export.Name),
                $"read back, {what} of row {row.Name}",
                $"'{found}'",
                $"'{expected}'"
            );
    }
}
