using System.Text;
using LungSeg.Core.Bytes;
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
    /// <summary>What a column takes beside its values in each row group: headers of pages, and its part of the footer.</summary>
    private const int ColumnBytes = 400;

    private readonly FileStream _stream;
    private readonly ParquetTableWriter _table;
    private readonly ParquetFiles[] _pictures = [.. HfPictures.Names.Select(name => new ParquetFiles(name))];
    private readonly (ParquetColumn Column, Action<ExportRow> Add)[] _columns;
    private readonly IReadOnlyList<MetadataColumn> _described;
    private readonly int _metadataBytes;
    private long _values;
    private bool _isFinished;

    /// <param name="run">The run.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="columns">Its columns.</param>
    public HfParquetFile(ExportRun run, string name, HubColumns columns)
    {
        _columns = [.. columns.Metadata.Select(ParquetRows.CreateColumn)];
        _stream = run.Files.Create(name, 1 << 16);
        var metadata = new Dictionary<string, string>
        {
            [ParquetReader.HubKey] = Describe(columns.Features),
            [ParquetReader.VersionKey] = ToolVersion.Text,
        };
        (_described, _metadataBytes) = (columns.Metadata, metadata.Values.Sum(Encoding.UTF8.GetByteCount));
        _table = ParquetTableWriter.Create(_stream, [.. _pictures, .. _columns.Select(column => column.Column)], metadata);
    }

    /// <summary>
    /// Size that the file has at most with another row: pictures, of which deflate leaves little to compress further, texts and numbers as
    /// they are, and what Parquet adds.
    /// </summary>
    public long GetBytesWith(ExportRow row, HfPictures pictures)
    {
        var values = _values + Measure(row, pictures);
        var groups = 1 + (values / ParquetTableWriter.GroupBytes);
        return values + _metadataBytes + (groups * ColumnBytes * (_pictures.Length * 2 + _columns.Length));
    }

    private long Measure(ExportRow row, HfPictures pictures) =>
        pictures.Bytes
        + (_pictures.Length * (row.FileStem.Length + (2 * sizeof(long))))
        + _described.Sum(column => sizeof(long) + Encoding.UTF8.GetByteCount(column.GetText(row) ?? string.Empty));

    /// <summary>Adds a row.</summary>
    public void Add(ExportRow row, HfPictures pictures)
    {
        var name = GetName(row);
        _pictures[0].Add(pictures.Image, name);
        _pictures[1].Add(pictures.Mask, name);
        _pictures[2].Add(pictures.Overlay, name);
        foreach (var (_, add) in _columns)
        {
            add(row);
        }
        _values += Measure(row, pictures);
        _table.EndRow(pictures.Bytes);
    }

    /// <summary>Writes the last rows and the footer.</summary>
    public void Finish()
    {
        _table.Finish();
        _stream.Flush(flushToDisk: true);
        _isFinished = true;
    }

    /// <summary>Reads a file back: the hub's description of it, its columns, and the pixels of its pictures.</summary>
    /// <param name="run">The run.</param>
    /// <param name="back">Compares.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="rows">Rows that the file begins with; there may be more of them.</param>
    /// <param name="columns">Its columns.</param>
    /// <returns>Number of rows that it holds.</returns>
    public static int Verify(ExportRun run, ReadBack back, string name, ReadOnlyMemory<ExportRow> rows, HubColumns columns)
    {
        using var source = FileByteSource.Open(run.GetPath(name), new SourceName(run.Options.Output, name, run.Format.Name), run: null);
        var table = ParquetTable.Open(source, ReadLimits.Default);
        if (table.Rows is 0 || table.Rows > rows.Length)
        {
            back.SameCount(table.Rows, rows.Length);
        }
        if (table.Texts.GetValueOrDefault(ParquetReader.HubKey) != Describe(columns.Features))
        {
            throw FormatError.Corrupt(source.Name, "read back, it describes its columns otherwise than was to be written");
        }

        var cells = ParquetReader.ListColumns(table).ToDictionary(column => column.Name);
        var contents = HfPictures.Names.Select(picture => table.Leaves.Single(leaf => leaf.Name == $"{picture}.bytes")).ToArray();
        var numbers = rows[..(int)table.Rows].ToArray().Index().ToDictionary(row => row.Item, row => row.Index);
        back.EachSlice(
            [.. numbers.Keys],
            slice =>
            {
                var (row, number) = (slice.Row, numbers[slice.Row]);
                foreach (var column in columns.Metadata)
                {
                    back.SameText(row, column, ParquetRows.GetText(cells[column.Name][number], column));
                }
                foreach (var picture in HfPictures.Names)
                {
                    back.Same(row, $"name of {picture}", cells[$"{picture}.path"][number].Text, GetName(row));
                }
                var bytes = Array.ConvertAll(contents, leaf => ParquetReader.GetBytes(table, leaf, number) ?? default);
                new HfPictures(bytes[0], bytes[1], bytes[2]).Verify(run, back, slice);
            }
        );
        return (int)table.Rows;
    }

    public void Dispose()
    {
        if (!_isFinished)
        {
            _table.Dispose();
        }
        _stream.Dispose();
    }

    private static string GetName(ExportRow row) => row.FileStem + ".png";

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

/// <summary>Columns of a table for the hub.</summary>
/// <param name="Metadata">Those beside the pictures.</param>
/// <param name="Features">What the hub is told of all of them.</param>
internal sealed record HubColumns(IReadOnlyList<MetadataColumn> Metadata, IReadOnlyList<HubFeature> Features);
