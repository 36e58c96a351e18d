using System.Collections.ObjectModel;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>
/// What <c>labels.csv</c>, as <c>lungseg convert</c> writes it beside pictures and arrays, says of rows: ids, place, spacing, fold, group.
/// </summary>
internal sealed class RowFields
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "labels.csv";

    private static readonly string[] Derived = [.. DatasetColumns.Derived, "class_id", "file", DatasetColumns.Label];

    private static readonly string[] Reals =
    [
        DatasetColumns.PositionMm,
        DatasetColumns.RowSpacingMm,
        DatasetColumns.ColumnSpacingMm,
        DatasetColumns.ThicknessMm,
    ];

    private readonly Dictionary<string, RowFieldsLine> _byFile;

    private RowFields(IReadOnlyList<RowFieldsLine> lines)
    {
        Lines = lines;
        _byFile = lines
            .Where(line => line.File is not null)
            .GroupBy(line => line.File!)
            .ToDictionary(same => same.Key, same => same.First());
    }

    /// <summary>The lines of the table.</summary>
    public IReadOnlyList<RowFieldsLine> Lines { get; }

    /// <summary>Reads a table; empty where the folder has none, or one of another program.</summary>
    /// <exception cref="DatasetFormatException">It is not CSV.</exception>
    public static RowFields Read(FolderSource folder, string format, string name = FileName)
    {
        if (!folder.Files.Contains(name))
        {
            return new RowFields([]);
        }
        var isOurs = true;
        var lines = CsvRecords.Read<RowFieldsLine>(
            FolderJson.ReadBytes(folder, name, format),
            folder.GetName(name, format),
            heads =>
            {
                isOurs = heads is ["row", "file", ..];
                return line => ReadLine(heads, line.Fields);
            }
        );
        return new RowFields(isOurs ? lines : []);
    }

    /// <summary>What is said of the row in a file; nothing where the table does not name it.</summary>
    /// <param name="stem">Name of the file without folder and ending.</param>
    public IReadOnlyDictionary<string, object?> Find(string stem) =>
        _byFile.GetValueOrDefault(stem)?.Fields ?? ReadOnlyDictionary<string, object?>.Empty;

    private static RowFieldsLine ReadLine(string[] heads, string[] fields)
    {
        string? Get(string head) => Array.IndexOf(heads, head) is >= 0 and var at && fields[at].Length > 0 ? fields[at] : null;
        var values = new Dictionary<string, object?>();
        foreach (var (head, field) in heads.Zip(fields))
        {
            if (field.Length > 0 && !Derived.Contains(head) && head != DatasetColumns.Part)
            {
                values[head] = Parse(head, field);
            }
        }
        return new RowFieldsLine(Get("file"), Get(DatasetColumns.Label), Get(DatasetColumns.Part), values);
    }

    private static object Parse(string head, string field) =>
        Reals.Contains(head) && double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real
        : head == "fold" && long.TryParse(field, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : field;
}

/// <summary>A line of the table.</summary>
/// <param name="File">Name of the row in file names; null where it is missing.</param>
/// <param name="Label">Its label.</param>
/// <param name="Part">Its part of the split.</param>
/// <param name="Fields">What else is said of it, by column.</param>
internal sealed record RowFieldsLine(string? File, string? Label, string? Part, IReadOnlyDictionary<string, object?> Fields);
