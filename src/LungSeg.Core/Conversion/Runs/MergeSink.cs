using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Joins the rows that shards hold.</summary>
internal sealed class MergeSink : IExportSink
{
    private readonly ExportRun _run;
    private readonly ShardSet _shards;

    /// <exception cref="DatasetFormatException">The shards are not those of this run.</exception>
    public MergeSink(ExportRun run, ShardSet shards)
    {
        shards.CheckPlan(ShardSink.GetPlan(run));
        (_run, _shards) = (run, shards);
        foreach (var (name, count) in shards.ReadShardPieces(RowPieces.Counts, PieceCodec.Counts).SelectMany(counts => counts))
        {
            run.Manifest.Count(name, count);
        }

        foreach (var (name, count) in shards.ReadShardPieces(RowPieces.Lost, PieceCodec.Counts).SelectMany(counts => counts))
        {
            run.Manifest.CountLost(name, count);
        }

        foreach (var (value, _) in shards.ReadShardPieces(RowPieces.MaskValues, PieceCodec.Counts).SelectMany(values => values))
        {
            LesionChoice.Add(run.Dataset, value);
        }

        LesionChoice.Refuse(run.Dataset.Inputs);
        foreach (var row in run.Rows.Where(row => shards.Has(row.Number, RowPieces.Key)))
        {
            run.Manifest.SetKey(row, shards.Get(row.Number, RowPieces.Key, PieceCodec.Key));
        }

        foreach (var row in run.Rows.Where(row => shards.Has(row.Number, RowPieces.Placement)))
        {
            var placement = shards.Get(row.Number, RowPieces.Placement, PieceCodec.ForUnmanaged<SlicePlacement>());
            run.Manifest.SetPlacement(row, placement);
        }
    }

    public void Write<T>(SliceExport<T> export)
    {
        _run.InOrder(export.Order, row => Take(row, export.Codec), export.Add);
        export.Finish();
        if (_run.Format.IsFolder)
        {
            CheckFiles();
        }
    }

    public void Write(ArraysExport export) => export.Join(row => new ShardBytes(_shards, row, export.Arrays));

    private T Take<T>(ExportRow row, PieceCodec<T> codec)
    {
        var files = _shards.Get(row.Number, RowPieces.Files, PieceCodec.Files);
        _run.Manifest.SetRow(row, files);
        foreach (var file in _run.Format.IsFolder ? files : [])
        {
            if (_shards.GetFile(row.Number, file) is { } source)
            {
                _run.Files.Write(file, File.ReadAllBytes(source));
            }
        }

        _run.Figures[row.Position] = _shards.Get(row.Number, RowPieces.Figures, PieceCodec.ForUnmanaged<SliceFigures>());
        return _shards.Get(row.Number, RowPieces.Record, codec);
    }

    /// <summary>Throws where a file of a row is in no shard.</summary>
    private void CheckFiles()
    {
        foreach (var row in _run.Rows)
        {
            if (_run.Manifest.GetFiles(row).FirstOrDefault(file => !File.Exists(_run.GetPath(file))) is { } gone)
            {
                throw FormatError.Corrupt(
                    new SourceName(_run.Options.Output, gone, "shard"),
                    $"the shard of row {row.Name} lacks this file"
                );
            }
        }
    }

    /// <summary>The arrays of a row from a shard. Their length is checked, since a shard may come from anyone.</summary>
    private sealed class ShardBytes(ShardSet shards, ExportRow row, IRowArrays arrays) : RowBytes
    {
        public override byte[] Read(string name) => shards.Get(row.Number, name, PieceCodec.Array(arrays.GetLength(row, name)));

        public override void Dispose() { }
    }
}
