using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>
/// Writes the rows of one shard: the files that hold one row each, and as pieces what rows give to files that hold several.
/// </summary>
internal sealed class ShardSink(ExportRun run, ShardWriter shard) : IExportSink
{
    private readonly ExportRow[] _own = [.. run.Rows.Where(row => row.IsOwn)];

    public void Write<T>(SliceExport<T> export) =>
        run.Each(
            [.. export.Order.Where(row => row.IsOwn)],
            row =>
            {
                var record = export.EncodeRow(row);
                shard.Put(row.Number, RowPieces.Record, export.Codec.Pack(record));
                shard.Put(row.Number, RowPieces.Figures, PieceCodec.ForUnmanaged<SliceFigures>().Pack(run.Figures[row.Position]!.Value));
            }
        );

    public void Write(ArraysExport export) =>
        run.Each(
            _own,
            row =>
            {
                using var values = export.Arrays.Load(row);
                foreach (var name in export.Arrays.GetNames(row))
                {
                    shard.Put(row.Number, name, values.View(name));
                }
            }
        );

    /// <summary>Gives the shard its name.</summary>
    /// <param name="digests">SHA-256 of the inputs.</param>
    public ConversionResult Commit(IReadOnlyList<string> digests)
    {
        foreach (var row in _own)
        {
            shard.Put(row.Number, RowPieces.Files, PieceCodec.Files.Pack(run.Manifest.GetFiles(row)));
            if (run.Manifest.GetKey(row) is { } key)
            {
                shard.Put(row.Number, RowPieces.Key, PieceCodec.Key.Pack(key));
            }
            if (run.Manifest.GetPlacement(row) is { } placement)
            {
                shard.Put(row.Number, RowPieces.Placement, PieceCodec.ForUnmanaged<SlicePlacement>().Pack(placement));
            }
        }

        shard.Put(-1, RowPieces.Counts, PieceCodec.Counts.Pack([.. run.Manifest.Counts]));
        LesionChoice.Read([.. _own.Select(row => row.Row)], run.Options.Jobs);
        shard.Put(-1, RowPieces.MaskValues, PieceCodec.Counts.Pack([.. LesionChoice.List(run.Dataset)]));
        shard.Put(-1, RowPieces.Lost, PieceCodec.Counts.Pack([.. run.Manifest.Lost]));
        run.Options.Shard!.PutJudgement(shard);
        var (files, bytes) = shard.Measure();
        shard.Commit(run.Options.Shard.Describe(digests, GetPlan(run)));
        return new ConversionResult(_own.Length, files, bytes, 0) { Notes = run.Notes };
    }

    /// <summary>
    /// Computes the SHA-256 over the parameters, what chooses rows, and all that is known, except their pixels, of the rows among which
    /// rows are chosen.
    /// </summary>
    public static string GetPlan(ExportRun run)
    {
        var options = run.Options;
        var parameters = JsonText.Write(json =>
        {
            json.WriteStartObject();
            ManifestParameters.Write(json, run);
            json.WriteTexts("choice", options.Parameters);
            json.WriteString("split", options.SplitSource?.Sha256);
            json.WriteEndObject();
        });
        return ShardPlan.ComputeSha256(
            [parameters],
            (options.Named ?? run.Rows.Select(row => row.Row)).Select(row => ShardPlan.Line(row, GetPlace(options, row)))
        );
    }

    /// <summary>The place that a split without a file gives a row.</summary>
    private static string? GetPlace(ConversionOptions options, DatasetRow row) =>
        options is { SplitSource: null, Split: { } split } && split.TryGetValue(row.Name, out var place) ? place.ToString() : null;
}
