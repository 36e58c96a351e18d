using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Tables;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>A Parquet file of rows with their pictures.</summary>
internal sealed class HfParquetFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly ParquetTableWriter _table;
    private readonly ParquetFiles[] _pictures = [new("image"), new("mask"), new("overlay")];
    private readonly (ParquetColumn Column, Action<ExportRow> Add)[] _columns;
    private bool _isFinished;

    /// <param name="run">The run.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="columns">Columns beside the pictures.</param>
    /// <param name="features">What the hub is told of all columns.</param>
    public HfParquetFile(ExportRun run, string name, IReadOnlyList<MetadataColumn> columns, IReadOnlyList<HubFeature> features)
    {
        _columns = [.. columns.Select(ParquetRows.CreateColumn)];
        _stream = run.Files.Create(name, 1 << 16);
        var metadata = new Dictionary<string, string> { ["huggingface"] = Describe(features), ["lungseg.version"] = ToolVersion.Text };
        _table = ParquetTableWriter.Create(_stream, [.. _pictures, .. _columns.Select(column => column.Column)], metadata);
    }

    /// <summary>Size of the pictures so far, of which deflate leaves little to compress further.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(ExportRow row, HfPictures pictures)
    {
        var name = row.FileStem + ".png";
        _pictures[0].Add(pictures.Image, name);
        _pictures[1].Add(pictures.Mask, name);
        _pictures[2].Add(pictures.Overlay, name);
        foreach (var (_, add) in _columns)
        {
            add(row);
        }
        Bytes += pictures.Bytes;
        _table.EndRow(pictures.Bytes);
    }

    /// <summary>Writes the last rows and the footer.</summary>
    public void Finish()
    {
        _table.Finish();
        _stream.Flush(flushToDisk: true);
        _isFinished = true;
    }

    public void Dispose()
    {
        if (!_isFinished)
        {
            _table.Dispose();
        }
        _stream.Dispose();
    }

    /// <summary>The features as the datasets library stores them in the schema.</summary>
    private static string Describe(IReadOnlyList<HubFeature> features) =>
        JsonText.Record(json =>
        {
            json.WriteStartObject("info");
            json.WriteStartObject("features");
            foreach (var (name, type) in features)
            {
                json.WriteStartObject(name);
                if (type != "image")
                {
                    json.WriteString("dtype", type);
                }
                json.WriteString("_type", type == "image" ? "Image" : "Value");
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
