using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.Folders;

/// <summary>
/// Labels of the images of a folder, by their files or by the names of their cases. Remembers which labels were asked for.
/// </summary>
internal sealed class FolderClasses
{
    private const string FileName = "classes.csv";
    private const int MaxShown = 5;
    private static readonly string[] NameHeads = ["case", "file", "image", "name"];
    private static readonly string[] LabelHeads = ["label", "label1", "class"];
    private readonly Dictionary<string, ListedLabel> _labels = [];
    private readonly List<ListedLabel> _repeated = [];

    /// <summary>Reads <c>classes.csv</c>; empty where the folder has none.</summary>
    /// <exception cref="DatasetFormatException">The file is not a table of classes, or gives a case two labels.</exception>
    public static FolderClasses Read(FolderSource folder, string root, string format)
    {
        var classes = new FolderClasses();
        if (folder.Files.Contains(root + FileName))
        {
            var name = folder.GetName(root + FileName, format);
            CsvRecords.Read(FolderJson.ReadBytes(folder, root + FileName, format), name, heads => classes.GetReader(heads, name));
        }

        return classes;
    }

    /// <summary>Adds a label.</summary>
    /// <param name="added">The label.</param>
    /// <param name="source">Source of the label, for messages.</param>
    /// <exception cref="DatasetFormatException">The same name has another label.</exception>
    public void Add(ListedLabel added, SourceName source)
    {
        if (_labels.TryAdd(added.Name, added))
        {
            return;
        }
        var first = _labels[added.Name];
        if (first.Label != added.Label)
        {
            var (name, one, two) = (Shown(added.Name), Shown(first.Label), Shown(added.Label));
            throw FormatError.Corrupt(
                source,
                added.Offset,
                added.Line is { } line
                    ? Invariant($"line {line} labels {name} '{two}', line {first.Line} '{one}'")
                    : $"{name} is labelled '{one}' and '{two}'"
            );
        }
        _repeated.Add(added);
    }

    /// <summary>The label of an image; null where none is listed.</summary>
    /// <param name="file">File of the image.</param>
    /// <param name="name">Name of the image's case.</param>
    public string? GetLabel(string file, string name)
    {
        ListedLabel?[] listed = [_labels.GetValueOrDefault(file), _labels.GetValueOrDefault(name)];
        foreach (var label in listed.OfType<ListedLabel>())
        {
            label.IsUsed = true;
        }

        return (listed[0] ?? listed[1])?.Label;
    }

    /// <summary>Notes on odd lines of <c>classes.csv</c>. Called after all labels were asked for.</summary>
    public IEnumerable<string> Notes()
    {
        var unused = _labels.Values.Where(label => label is { IsUsed: false, Line: not null }).ToArray();
        if (unused.Length > 0)
        {
            yield return $"{FileName}: no case of the folder for {List(unused)}";
        }
        if (_repeated.Find(label => label.Line is not null) is not null)
        {
            yield return $"{FileName}: a case is labelled again, and the same, in {List(_repeated)}";
        }
    }

    private Func<CsvRecord, string> GetReader(string[] heads, SourceName source)
    {
        var (nameAt, labelAt) = (Array.FindIndex(heads, NameHeads.Contains), Array.FindIndex(heads, LabelHeads.Contains));
        if (nameAt < 0 || labelAt < 0)
        {
            throw FormatError.WrongFormat(
                source,
                0,
                $"its first line names no column of {string.Join(", ", NameHeads)} and one of {string.Join(", ", LabelHeads)}"
            );
        }
        return line =>
        {
            var (name, label) = (line.Fields[nameAt], line.Fields[labelAt]);
            if (label.Length > 0)
            {
                Add(new ListedLabel(name, label, line.LineNumber, line.Offset), source);
            }
            return name;
        };
    }

    private static string List(IReadOnlyCollection<ListedLabel> labels) =>
        (labels.Count == 1 ? "line " : Invariant($"{labels.Count} lines: "))
        + ShortList.Join(labels, MaxShown, label => Invariant($"{label.Line} ({Shown(label.Name)})"));

    private static string Shown(string text) => PrintableText.Escape(text, 40);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A label of a file or case.</summary>
/// <param name="Name">Name of the file or of the case.</param>
/// <param name="Label">The label, unchanged.</param>
/// <param name="Line">Line of <c>classes.csv</c>, from 1; null where the label is from another source.</param>
/// <param name="Offset">Where the line begins.</param>
internal sealed record ListedLabel(string Name, string Label, int? Line = null, long? Offset = null)
{
    /// <summary>Whether an image of the name was found.</summary>
    public bool IsUsed { get; set; }
}
