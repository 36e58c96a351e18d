using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The rows of an output of <c>convert</c>, and how their slices were cut and scaled, by its manifest.</summary>
internal sealed class ConvertedRows
{
    private readonly Dictionary<string, int> _positions;

    private ConvertedRows(List<ConvertedRow> rows)
    {
        All = rows;
        _positions = rows.Select((row, i) => (row.Name, i)).DistinctBy(row => row.Name).ToDictionary(row => row.Name, row => row.i);
    }

    /// <summary>The rows, in the order of the output.</summary>
    public IReadOnlyList<ConvertedRow> All { get; }

    /// <summary>Position of a row of the source among those of the output; null where it is not among them.</summary>
    public int? Find(string name) => _positions.TryGetValue(name, out var position) ? position : null;

    /// <summary>Reads the manifest of an output.</summary>
    /// <param name="path">The output, a file or folder.</param>
    /// <exception cref="DatasetFormatException">The manifest is missing, or none of ours.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConvertedRows Read(string path)
    {
        var manifest = FilePublication.FindManifest(path);
        var name = new SourceName(manifest, null, "manifest");
        if (FileStatus.Find(manifest) is not { IsRegular: true })
        {
            throw FormatError.WrongFormat(name, "no such file; an output of 'lungseg convert' has one");
        }
        try
        {
            using var json = JsonDocument.Parse(RunFiles.ReadAllBytes(manifest));
            return json.RootElement.GetProperty("schema").GetString() == OutputContents.ManifestSchema
                ? new ConvertedRows([.. json.RootElement.GetProperty("rows").EnumerateArray().Select(ReadRow)])
                : throw FormatError.WrongFormat(name, $"it is no manifest of {OutputContents.ManifestSchema}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw FormatError.WrongFormat(name, $"it is no manifest of {OutputContents.ManifestSchema}: {e.Message}");
        }
    }

    private static ConvertedRow ReadRow(JsonElement row) =>
        new(
            row.GetProperty("row").GetString() ?? throw new FormatException("a row without a name"),
            [.. row.GetProperty("files").EnumerateArray().Select(file => file.GetString() ?? string.Empty)],
            row.TryGetProperty("crop", out var crop)
                ? new RowCrop(
                    ReadSize(row.GetProperty("source_size")),
                    crop.GetProperty("top").GetInt32(),
                    crop.GetProperty("left").GetInt32(),
                    new SliceSize(crop.GetProperty("height").GetInt32(), crop.GetProperty("width").GetInt32()),
                    ReadSize(row.GetProperty("size"))
                )
                : null
        );

    private static SliceSize ReadSize(JsonElement size) =>
        size.GetArrayLength() == 2 && (size[0].GetInt32(), size[1].GetInt32()) is (> 0, > 0) and var (height, width)
            ? new SliceSize(height, width)
            : throw new FormatException("a size that is not two numbers above 0");
}

/// <summary>A row of an output.</summary>
/// <param name="Name">Name of the row that it was made of.</param>
/// <param name="Files">Files that hold it, relative to the output.</param>
/// <param name="Crop">How its slice was cut and scaled; null where it was not.</param>
internal sealed record ConvertedRow(string Name, IReadOnlyList<string> Files, RowCrop? Crop);

/// <summary>How a slice was cut and scaled.</summary>
/// <param name="Source">Size of the slice, px.</param>
/// <param name="Top">Top edge of the part that was cut out, px; negative above the slice.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Part">Size of the part, px.</param>
/// <param name="Size">Size in which it was written, px.</param>
internal sealed record RowCrop(SliceSize Source, int Top, int Left, SliceSize Part, SliceSize Size);
