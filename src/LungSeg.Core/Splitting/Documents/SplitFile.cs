using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>Reads and writes splits.</summary>
public static class SplitFile
{
    /// <summary>
    /// The format that a file name stands for: <c>.csv</c>, <c>splits_final.json</c>, a <c>.json</c> with <c>datalist</c> in its name, or
    /// another <c>.json</c>.
    /// </summary>
    /// <exception cref="InvalidRequestException">The name ends in something else.</exception>
    public static SplitFileFormat GetFormat(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetFileName(path);
        if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return SplitFileFormat.Csv;
        }
        if (!name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException(
                RequestParameter.Output,
                $"{path}: a split is written as .csv, .json, splits_final.json or datalist.json"
            );
        }
        return name.Contains("splits_final", StringComparison.OrdinalIgnoreCase) ? SplitFileFormat.NnunetSplits
            : name.Contains("datalist", StringComparison.OrdinalIgnoreCase) ? SplitFileFormat.MonaiDatalist
            : SplitFileFormat.Json;
    }

    /// <summary>Throws where a format cannot hold a split made with <paramref name="options"/>.</summary>
    /// <exception cref="InvalidRequestException">The format cannot hold it; the message says why.</exception>
    public static void RefuseUnfit(SplitOptions options, SplitFileFormat format)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (format is not (SplitFileFormat.NnunetSplits or SplitFileFormat.MonaiDatalist))
        {
            return;
        }
        if (
            options.Parts.FirstOrDefault(part =>
                part.Name is not (SplitAssignment.Train or SplitAssignment.Validation or SplitAssignment.Test)
            ) is
            { } odd
        )
        {
            throw new InvalidRequestException(
                RequestParameter.Parts,
                $"this format cannot hold the part '{odd.Name}': name parts {SplitAssignment.Train}, "
                    + $"{SplitAssignment.Validation} and {SplitAssignment.Test}, or write a .csv"
            );
        }
        if (format == SplitFileFormat.MonaiDatalist && options.Repeats > 1)
        {
            throw new InvalidRequestException(RequestParameter.Repeats, "a datalist holds one split; write a .csv, or split once");
        }
        if (
            format == SplitFileFormat.NnunetSplits
            && options.Folds is null
            && !options.Parts.Any(part => part.Name == SplitAssignment.Validation)
        )
        {
            throw new InvalidRequestException(
                RequestParameter.Parts,
                $"{NnUnetSplits.FileName} needs folds or a part called '{SplitAssignment.Validation}'"
            );
        }
    }

    /// <summary>The split as text of a format.</summary>
    /// <exception cref="InvalidRequestException">The format cannot hold the split; the message says why.</exception>
    public static string ToText(SplitReport report, SplitFileFormat format)
    {
        ArgumentNullException.ThrowIfNull(report);
        return format switch
        {
            SplitFileFormat.Csv => SplitCsv.ToText(report.Split),
            SplitFileFormat.Json => SplitJson.ToText(report),
            SplitFileFormat.NnunetSplits => NnUnetSplits.ToText(report.Split),
            SplitFileFormat.MonaiDatalist => SplitDatalist.ToText(report.Split),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>Reads a split from CSV, our JSON or an nnU-Net <c>splits_final.json</c>; the content decides, not the name.</summary>
    /// <exception cref="DatasetFormatException">The file is none of these, or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Split Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(RunFiles.ReadAllBytes(path), path);
    }

    /// <summary>Reads the content of such a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="path">Path of the file, for messages.</param>
    /// <exception cref="DatasetFormatException">The file is none of these, or damaged.</exception>
    public static Split Parse(byte[] bytes, string path)
    {
        var content = WithoutMark(bytes);
        return content.Span.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'{', ..] => SplitJson.Read(content, new SourceName(path, null, "split json")),
            [(byte)'[', ..] => NnUnetSplits.Read(content, new SourceName(path, null, NnUnetSplits.FileName)),
            _ => SplitCsv.Read(bytes, new SourceName(path, null, "split csv")),
        };
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes is [0xef, 0xbb, 0xbf, ..] ? bytes.AsMemory(3) : bytes;
}

/// <summary>Files that hold a split.</summary>
public enum SplitFileFormat
{
    /// <summary>Columns row, part, fold, group, label, and repeat where there are several repeats.</summary>
    Csv,

    /// <summary>Our own JSON document.</summary>
    Json,

    /// <summary>nnU-Net's <c>splits_final.json</c>: an array of training and validation cases.</summary>
    NnunetSplits,

    /// <summary>MONAI's datalist (Decathlon style), with the fold of each training case.</summary>
    MonaiDatalist,
}
