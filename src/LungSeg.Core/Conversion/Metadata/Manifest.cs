using System.Text.Json;
using LungSeg.Core.Conversion.Detection;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>
/// What a conversion was: tool, inputs with their SHA-256, every parameter, and the files of each row. With it a run can be repeated byte
/// for byte.
/// </summary>
internal sealed class Manifest
{
    /// <summary>Name within an output folder; behind the name of an output file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The parameters that stand only in the manifests of formats that use them.</summary>
    private static readonly (ExportOptions Use, string Name, Func<ConversionOptions, object> Read)[] FormatSpecific =
    [
        (ExportOptions.MaskValue, "mask_value", options => options.MaskValue),
        (ExportOptions.PickleProtocol, "protocol", options => options.PickleProtocol),
        (ExportOptions.NnUnetId, "dataset_id", options => options.NnUnetId),
        (ExportOptions.NiftiGzip, "nifti_gzip", options => options.NiftiGzip),
        (ExportOptions.LungRadsCategories, "classes", options => options.LungRadsCategories ? "lungrads" : LesionCategories.Only),
        (ExportOptions.CocoPolygons, "coco_seg", options => options.CocoPolygons ? "polygon" : "rle"),
        (ExportOptions.ShardMegabytes, "shard_size_mb", options => options.ShardMegabytes),
    ];

    private readonly IReadOnlyList<string>?[] _rows;
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _facts = [];

    private readonly IReadOnlyList<string>? _file;

    /// <param name="rows">Number of rows.</param>
    /// <param name="file">Name of the file that holds all rows; null where the output is a folder.</param>
    public Manifest(int rows, string? file)
    {
        _rows = new IReadOnlyList<string>?[rows];
        _file = file is null ? null : [file];
    }

    /// <summary>Says which files hold a row; from any thread, once a row.</summary>
    public void SetRow(ExportRow row, params IReadOnlyList<string> files) => _rows[row.Position] = files;

    /// <summary>What was counted, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The files that hold a row.</summary>
    public IReadOnlyList<string> GetFiles(ExportRow row) => _file ?? _rows[row.Position] ?? [];

    /// <summary>Adds to a count of the whole run, from any thread: <c>signed_zeros_lost</c>.</summary>
    public void Count(string name, long more)
    {
        if (more == 0)
        {
            return;
        }

        lock (_counts)
        {
            _counts[name] = _counts.GetValueOrDefault(name) + more;
        }
    }

    /// <summary>Records what the run found out: the offset of 16-bit pictures, how many values were rounded.</summary>
    public void Set(string name, object value)
    {
        lock (_facts)
        {
            _facts[name] = value;
        }
    }

    /// <summary>Writes the document.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="digests">SHA-256 of the inputs.</param>
    public void Write(Stream stream, ExportRun run, IReadOnlyList<string> digests)
    {
        using var json = JsonText.CreateWriter(stream);
        json.WriteStartObject();
        json.WriteString("schema", "lungseg/manifest/1");
        json.WriteStartObject("tool");
        json.WriteString("name", "lungseg");
        json.WriteString("version", Model.ToolVersion.Text);
        json.WriteEndObject();
        WriteInputs(json, run.Dataset.Inputs, digests);
        json.WriteStartObject("parameters");
        WriteParameters(json, run);
        json.WriteEndObject();
        foreach (
            var (name, value) in _facts
                .Concat(_counts.Select(count => KeyValuePair.Create(count.Key, (object)count.Value)))
                .OrderBy(fact => fact.Key, StringComparer.Ordinal)
        )
        {
            WriteValue(json, name, value);
        }

        json.WriteStartArray("rows");
        foreach (var row in run.Rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
        if (run.Format.IsFolder)
        {
            WriteOtherFiles(json, run.Path);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the parameters of a run.</summary>
    public static void WriteParameters(Utf8JsonWriter json, ExportRun run)
    {
        var options = run.Options;
        foreach (var (name, value) in run.Reading)
        {
            WriteValue(json, name, value);
        }

        json.WriteString("to", options.Format);
        json.WriteString("image", Model.HuColumns.Name(options.Image));
        WriteValue(json, "window", run.Window is { } window ? FormattableString.Invariant($"{window.Low}..{window.High}") : null);
        json.WriteString("dtype", options.DType.ToString().ToLowerInvariant());
        WriteValue(json, "size", options.Size);
        json.WriteString("resampling", options.Resampling.ToString().ToLowerInvariant());
        WriteValue(json, "lesion_crop", options.LesionCrop);
        json.WriteBoolean("split", options.Split is not null);
        WriteValue(json, "hu_array_by", options.MissingHuMethod);
        if (options.Labels?.Text is { } labelMap)
        {
            json.WriteString("label_map", labelMap);
        }

        foreach (var (_, name, read) in FormatSpecific.Where(parameter => run.Format.Uses.HasFlag(parameter.Use)))
        {
            WriteValue(json, name, read(options));
        }
    }

    /// <summary>Names what belongs to no single row: lists, cards, documents of the format.</summary>
    private void WriteOtherFiles(Utf8JsonWriter json, string folder)
    {
        var ofRows = _rows.SelectMany(files => files ?? []).ToHashSet();
        json.WriteStartArray("other_files");
        foreach (
            var file in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(file => file != FileName && !ofRows.Contains(file))
                .Order(StringComparer.Ordinal)
        )
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<DatasetInput> inputs, IReadOnlyList<string> digests)
    {
        json.WriteStartArray("inputs");
        for (var i = 0; i < inputs.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("path", inputs[i].Path);
            json.WriteString("stem", inputs[i].Stem);
            json.WriteString("format", inputs[i].Format);
            json.WriteNumber("rows", inputs[i].RowCount);
            json.WriteNumber("bytes", inputs[i].ByteLength);
            json.WriteString("sha256", digests[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter json, ExportRow row)
    {
        json.WriteStartObject();
        json.WriteString("row", row.Name);
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
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        if (value is not IReadOnlyList<string> texts)
        {
            JsonText.Write(json, name, value);
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
