using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Reads the lines of a file of labels; lines without a label are skipped.</summary>
internal static class LabelFileReader
{
    /// <summary>Format name in messages.</summary>
    public const string Format = "csv";

    private static readonly string[] LabelColumns = [DatasetColumns.Label, "label"];

    public static IReadOnlyList<LabelLine> Read(string path, ReadLimits limits)
    {
        var name = new SourceName(path, null, Format);
        var length = new FileInfo(path).Length;
        if (length > limits.IndexBytesBase)
        {
            throw FormatError.TooLarge(name, "its length in bytes", length, limits.IndexBytesBase);
        }
        return [.. CsvRecords.Read(RunFiles.ReadAllBytes(path), name, header => GetReader(header, name)).OfType<LabelLine>()];
    }

    /// <summary>Ids are compared by their text, whatever type they have in the input.</summary>
    private static string? GetKey(LabelKey key, string field) => key is LabelKey.Row or LabelKey.File ? field : IdText.From(field);

    private static Func<CsvRecord, LabelLine?> GetReader(string[] header, SourceName name)
    {
        if (header.Length == 0)
        {
            throw FormatError.Truncated(name, 0, "the header", 1, 0);
        }
        var columns = header.Select(column => column.ToLowerInvariant()).ToArray();
        var label = LabelColumns.Select(column => Array.IndexOf(columns, column)).FirstOrDefault(at => at >= 0, -1);
        var keys = LabelKeys.All.Select(key => Array.IndexOf(columns, LabelKeys.GetName(key))).ToArray();
        if (label < 0 || keys.All(at => at < 0))
        {
            var has = string.Join(", ", columns.Take(10).Select(column => PrintableText.Escape(column, 20)));
            throw FormatError.Corrupt(
                name,
                0,
                $"the header has the columns {has}; needed are label1 or label, and one of "
                    + $"{string.Join(", ", LabelKeys.All.Select(LabelKeys.GetName))}"
            );
        }

        return line =>
        {
            string? Field(int at) => at >= 0 && line.Fields[at].Length > 0 ? line.Fields[at] : null;
            if (Field(label) is not { } text)
            {
                return null;
            }
            string?[] named = [.. LabelKeys.All.Select(key => Field(keys[(int)key]) is { } field ? GetKey(key, field) : null)];
            if (named.All(key => key is null))
            {
                throw FormatError.Corrupt(name, line.Offset, $"line {line.LineNumber} has a label but no key that names a row");
            }
            return new LabelLine(line.LineNumber, line.Offset, named, text);
        };
    }
}

/// <summary>One line of a file of labels.</summary>
/// <param name="Number">Line number, from 1, including the header.</param>
/// <param name="Offset">Offset of the line in the file.</param>
/// <param name="Keys">Keys by <see cref="LabelKey"/>; null where the line has none.</param>
/// <param name="Label">The label, unchanged.</param>
internal sealed record LabelLine(int Number, long Offset, IReadOnlyList<string?> Keys, string Label)
{
    /// <summary>The most specific key.</summary>
    public LabelKey BestKey => LabelKeys.All.First(key => Keys[(int)key] is not null);

    /// <summary>Whether the line matched a row.</summary>
    public bool IsUsed { get; set; }
}
