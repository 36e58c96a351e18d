using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>
/// What of a conversion is done by shards: one writes the files of its rows and keeps the pieces that its rows give to files of the whole,
/// which is written when all are joined.
/// </summary>
internal static class ShardedConversion
{
    /// <summary>Writes the rows of a shard.</summary>
    /// <param name="run">The run: all rows of the whole, of which the shard's are its own.</param>
    /// <param name="target">The shard.</param>
    /// <param name="digests">SHA-256 of the inputs.</param>
    public static ConversionResult Write(ExportRun run, ShardWriter target, RunningDigest digests)
    {
        run.Export.Write(run);
        var own = run.Rows.Where(row => row.IsOwn).ToArray();
        foreach (var row in own)
            target.Put(row.Position, RowPieces.Files, PieceCodec.Files.Pack(run.Manifest.FilesOf(row)));
        target.Put(-1, RowPieces.Counts, PieceCodec.Counts.Pack([.. run.Manifest.Counts]));
        var (files, bytes) = target.Measure();
        target.Commit(
            new ShardDescription
            {
                Shard = run.Options.Shard!.Shard,
                Version = ToolVersion.Text,
                Arguments = run.Options.Shard.Arguments,
                Inputs = digests.Result,
                Plan = PlanOf(run),
            }
        );
        return new ConversionResult(own.Length, files, bytes, 0);
    }

    /// <summary>Brings the files of single rows, and what the shards counted, into a run that joins them.</summary>
    /// <exception cref="DatasetFormatException">The shards are not those of this run.</exception>
    public static void Prepare(ExportRun run)
    {
        var merged = run.Merged!;
        merged.CheckPlan(PlanOf(run));
        ParallelRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i =>
            {
                var row = run.Rows[i];
                var files = merged.Get(row.Position, RowPieces.Files, PieceCodec.Files);
                run.Manifest.SetRow(row, files);
                foreach (var file in run.Export.Traits.IsFolder ? files : [])
                {
                    if (merged.FileOf(row.Position, file) is { } source)
                        File.Copy(source, run.RowPathOf(file));
                }
            }
        );
        foreach (var (name, count) in merged.OfShards(RowPieces.Counts, PieceCodec.Counts).SelectMany(counts => counts))
            run.Manifest.Count(name, count);
    }

    /// <summary>Sees that every file of a row is there.</summary>
    /// <exception cref="DatasetFormatException">A shard lacks one.</exception>
    public static void CheckFiles(ExportRun run)
    {
        foreach (var row in run.Export.Traits.IsFolder ? run.Rows : [])
        {
            if (run.Manifest.FilesOf(row).FirstOrDefault(file => !File.Exists(Path.Combine(run.Path, file))) is { } gone)
                throw FormatError.Corrupt(
                    new SourceName(run.Options.Output, gone, "shard"),
                    $"the shard of row {row.Name} lacks this file"
                );
        }
    }

    /// <summary>SHA-256 over the parameters and the rows with all that is known of them without their pixels.</summary>
    private static string PlanOf(ExportRun run)
    {
        var parameters = JsonText.Of(json =>
        {
            json.WriteStartObject();
            Manifest.WriteParameters(json, run);
            json.WriteString("classes", string.Join('\n', run.Classes.Names));
            json.WriteEndObject();
        });
        return ShardPlan.Of(
            [parameters],
            run.Rows.Select(row =>
                ShardPlan.Line(
                    row.Row,
                    row.FileStem,
                    run.Classes.NameOf(row.Row),
                    row.Part,
                    row.Fold?.ToString(CultureInfo.InvariantCulture),
                    row.Group
                )
            )
        );
    }
}
