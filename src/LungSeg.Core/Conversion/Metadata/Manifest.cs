using System.Text.Json;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// Describes a conversion: tool, inputs with their SHA-256, every parameter, all files with their digests, and the files of each row. With
/// a manifest, a run can be repeated byte for byte, and its output can be checked.
/// </summary>
internal sealed class Manifest
{
    /// <summary>Name of the count of -0.0 that became 0 in integers.</summary>
    public const string SignedZeros = "signed_zeros";

    /// <summary>Name of the count of lesions of which no pixel is left at a smaller size.</summary>
    public const string LostLesions = "lesions";

    /// <summary>Name of the count of labels that the format could not hold.</summary>
    public const string LostLabels = "labels";

    private readonly IReadOnlyList<string>?[] _rows;
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _lost = new(StringComparer.Ordinal) { [SignedZeros] = 0 };
    private readonly Dictionary<string, object> _facts = [];
    private readonly SlicePlacement?[] _placements;
    private readonly string?[] _keys;
    private readonly bool[] _hasKey;
    private readonly IReadOnlyList<string>? _file;

    /// <param name="rows">Number of rows.</param>
    /// <param name="file">Name of the file that holds all rows; null where the output is a folder.</param>
    public Manifest(int rows, string? file)
    {
        _rows = new IReadOnlyList<string>?[rows];
        _placements = new SlicePlacement?[rows];
        _keys = new string?[rows];
        _hasKey = new bool[rows];
        _file = file is null ? null : [file];
    }

    /// <summary>Sets the files that hold a row; from any thread, once a row.</summary>
    public void SetRow(ExportRow row, params IReadOnlyList<string> files) => _rows[row.Position] = files;

    /// <summary>Sets the <see cref="ContentKey"/> of a row whose hu_array_old was read, null where it has none; from any thread.</summary>
    public void SetKey(ExportRow row, string? key) => (_keys[row.Position], _hasKey[row.Position]) = (key, true);

    /// <summary>Whether <see cref="SetKey"/> was called for a row.</summary>
    public bool HasKey(ExportRow row) => _hasKey[row.Position];

    /// <summary>The content key of a row; null where it is not known.</summary>
    public string? GetKey(ExportRow row) => _keys[row.Position];

    /// <summary>Sets how a row's slice was cut and scaled; from any thread.</summary>
    public void SetPlacement(ExportRow row, SlicePlacement placement) => _placements[row.Position] = placement;

    /// <summary>How a row's slice was cut and scaled; null where it was not.</summary>
    public SlicePlacement? GetPlacement(ExportRow row) => _placements[row.Position];

    /// <summary>Counts of the run, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Counts of what the input has and the output does not hold, by name.</summary>
    public IReadOnlyDictionary<string, long> Lost => _lost;

    /// <summary>The files that hold a row.</summary>
    public IReadOnlyList<string> GetFiles(ExportRow row) => _file ?? _rows[row.Position] ?? [];

    /// <summary>Adds to a count of the whole run, from any thread.</summary>
    public void Count(string name, long more) => Add(_counts, name, more);

    /// <summary>Adds to a count of what the input has and the output does not hold, from any thread.</summary>
    public void CountLost(string name, long more) => Add(_lost, name, more);

    /// <summary>Sets a field of the document that a format needs, such as the offset of 16-bit pictures.</summary>
    public void Set(string name, object value)
    {
        lock (_facts)
        {
            _facts[name] = value;
        }
    }

    /// <summary>Names columns of the inputs that the output does not hold.</summary>
    public void LeaveOut(IEnumerable<string> columns)
    {
        const string ColumnsLeftOut = "columns_left_out";
        lock (_facts)
        {
            string[] all = [.. (_facts.GetValueOrDefault(ColumnsLeftOut) as string[] ?? []).Concat(columns).Distinct()];
            if (all.Length > 0)
            {
                _facts[ColumnsLeftOut] = all;
            }
        }
    }

    /// <summary>Writes the document.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="digests">SHA-256 of the inputs.</param>
    /// <param name="files">The files of the output, sorted by path.</param>
    public void Write(Stream stream, ExportRun run, IReadOnlyList<string> digests, IReadOnlyList<WrittenFile> files)
    {
        using var json = JsonText.CreateWriter(stream);
        json.WriteStartObject();
        json.WriteString("schema", OutputContents.ManifestSchema);
        ToolDocument.WriteTool(json);
        json.WriteStartObject("command");
        ManifestParameters.Write(json, run);
        json.WriteEndObject();
        WriteInputs(json, run.Dataset.Inputs, digests);
        if (run.Options.SplitSource is { } split)
        {
            json.WriteStartObject("split");
            json.WriteNumber("bytes", split.Length);
            json.WriteString("sha256", split.Sha256);
            json.WriteEndObject();
        }

        ManifestSelection.Write(json, run.Options.Selection);
        foreach (
            var (name, value) in _facts
                .Concat(_counts.Select(count => KeyValuePair.Create(count.Key, (object)count.Value)))
                .OrderBy(fact => fact.Key, StringComparer.Ordinal)
        )
        {
            ManifestParameters.WriteValue(json, name, value);
        }

        WriteFiles(json, files);
        json.WriteStartObject("lost");
        foreach (var (name, count) in _lost)
        {
            json.WriteNumber(name, count);
        }

        WriteDamage(json, run.Dataset.Inputs);
        json.WriteEndObject();
        json.WriteStartArray("rows");
        foreach (var row in run.Rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the files of an output with their digests.</summary>
    internal static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<WrittenFile> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("bytes", file.Length);
            json.WriteString("xxh128", file.XxHash128);
            if (file.Sha256 is { } sha256)
            {
                json.WriteString("sha256", sha256);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Add(SortedDictionary<string, long> counts, string name, long more)
    {
        if (more == 0)
        {
            return;
        }

        lock (counts)
        {
            counts[name] = counts.GetValueOrDefault(name) + more;
        }
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<DatasetInput> inputs, IReadOnlyList<string> digests)
    {
        json.WriteStartArray("inputs");
        for (var i = 0; i < inputs.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("stem", inputs[i].Stem);
            json.WriteNumber("bytes", inputs[i].ByteLength);
            json.WriteString("sha256", digests[i]);
            json.WriteNumber("rows", inputs[i].RowCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What a damaged input lost: where reading ended, rows that are not written, columns whose last cells are missing.</summary>
    private static void WriteDamage(Utf8JsonWriter json, IReadOnlyList<DatasetInput> inputs)
    {
        if (inputs.All(input => input.Damage is null))
        {
            return;
        }

        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            if (input.Damage is not { } damage)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("stem", input.Stem);
            json.WriteString("reason", damage.Detail);
            if (damage.Offset is { } at)
            {
                json.WriteNumber("byte", at);
            }

            if (input.Index.StatedRows is { } stated)
            {
                json.WriteNumber("rows", Math.Max(0, stated - input.RowCount));
            }

            json.WriteStartArray("columns");
            foreach (var column in input.Index.CutColumns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("missing", $"{input.Stem}:{column.Whole}..{input.RowCount - 1}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter json, ExportRow row)
    {
        json.WriteStartObject();
        json.WriteString("row", row.Name);
        if (GetKey(row) is { } key)
        {
            json.WriteString("key", key);
        }
        json.WriteString("label", row.Row.LabelText);
        foreach (var column in (ReadOnlySpan<MetadataColumn>)[RowMetadata.Part, RowMetadata.Fold, RowMetadata.Group])
        {
            if (column.GetValue(row) is { } value)
            {
                JsonText.Write(json, column.Name, value);
            }
        }

        json.WriteStartArray("files");
        foreach (var file in GetFiles(row))
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        if (GetPlacement(row) is { } placement)
        {
            WritePlacement(json, placement);
        }

        json.WriteEndObject();
    }

    private static void WritePlacement(Utf8JsonWriter json, SlicePlacement placement)
    {
        WriteSize(json, "source_size", placement.Source);
        json.WriteStartObject("crop");
        json.WriteNumber("top", placement.Frame.Top);
        json.WriteNumber("left", placement.Frame.Left);
        json.WriteNumber("height", placement.Frame.Height);
        json.WriteNumber("width", placement.Frame.Width);
        json.WriteEndObject();
        WriteSize(json, "size", placement.Size);
    }

    private static void WriteSize(Utf8JsonWriter json, string name, Model.SliceSize size)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(size.Height);
        json.WriteNumberValue(size.Width);
        json.WriteEndArray();
    }
}
