using System.Globalization;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
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
                shard.Put(row.Position, RowPieces.Record, export.Codec.Pack(record));
                shard.Put(row.Position, RowPieces.Figures, PieceCodec.ForUnmanaged<SliceFigures>().Pack(run.Figures[row.Position]!.Value));
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
                    shard.Put(row.Position, name, values.View(name));
                }
            }
        );

    /// <summary>Gives the shard its name.</summary>
    /// <param name="digests">SHA-256 of the inputs.</param>
    public ConversionResult Commit(IReadOnlyList<string> digests)
    {
        foreach (var row in _own)
        {
            shard.Put(row.Position, RowPieces.Files, PieceCodec.Files.Pack(run.Manifest.GetFiles(row)));
            if (run.Manifest.GetKey(row) is { } key)
            {
                shard.Put(row.Position, RowPieces.Key, PieceCodec.Key.Pack(key));
            }
            if (run.Manifest.GetPlacement(row) is { } placement)
            {
                shard.Put(row.Position, RowPieces.Placement, PieceCodec.ForUnmanaged<SlicePlacement>().Pack(placement));
            }
        }

        shard.Put(-1, RowPieces.Counts, PieceCodec.Counts.Pack([.. run.Manifest.Counts]));
        LesionChoice.Read([.. _own.Select(row => row.Row)], run.Options.Jobs);
        shard.Put(-1, RowPieces.MaskValues, PieceCodec.Counts.Pack([.. LesionChoice.List(run.Dataset)]));
        shard.Put(-1, RowPieces.Lost, PieceCodec.Counts.Pack([.. run.Manifest.Lost]));
        run.Options.Shard!.PutJudgement(shard);
        var (files, bytes) = shard.Measure();
        shard.Commit(
            new ShardDescription
            {
                Shard = run.Options.Shard.Shard,
                Version = ToolVersion.Text,
                Arguments = run.Options.Shard.Arguments,
                Inputs = digests,
                Plan = GetPlan(run),
            }
        );
        return new ConversionResult(_own.Length, files, bytes, 0) { Notes = run.Notes };
    }

    /// <summary>Computes the SHA-256 over the parameters, and over the rows with all that is known of them except their pixels.</summary>
    public static string GetPlan(ExportRun run)
    {
        var parameters = JsonText.Write(json =>
        {
            json.WriteStartObject();
            ManifestParameters.Write(json, run);
            json.WriteString("classes", string.Join('\n', run.Classes.Names));
            if (run.Metadata.Extra.Count > 0)
            {
                json.WriteTexts("columns", run.Metadata.Extra.Select(column => $"{column.Name}\t{column.Type}\t{column.ElementType.Name}"));
            }

            json.WriteEndObject();
        });
        return ShardPlan.ComputeSha256(
            [parameters],
            run.Rows.Select(row =>
                ShardPlan.Line(
                    row.Row,
                    row.FileStem,
                    run.Classes.GetName(row.Row),
                    row.Part,
                    row.Fold?.ToString(CultureInfo.InvariantCulture),
                    row.Group
                )
            )
        );
    }
}
