using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>One Parquet table, a slice a row: label, class, place in the split, figures, and the arrays as bytes.</summary>
internal sealed class ParquetExport : IVerifiedExport
{
    public string Name => "parquet";

    public string Summary => "one table, a slice a row: label, class, place in the split, figures, arrays as bytes with their dtype";

    public ExportTraits Traits { get; } =
        new()
        {
            IsFolder = false,
            Suffixes = [".parquet"],
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Labels | ExportOptions.Resampling,
        };

    public void Write(ExportRun run)
    {
        var stacks = new StackColumns(run, isOneSize: false);
        if (stacks.KeepPieces())
            return;
        using var file = AtomicFile.Create(run.Path, overwrite: false);
        using var stream = new FileStream(file.Handle, FileAccess.ReadWrite, 1 << 16);
        var rows = new ParquetRows(run, stacks);
        using (var table = ParquetTableWriter.Create(stream, rows.Columns, Metadata(run)))
        {
            OrderedRows.Run(
                run.Rows.Count,
                run.Options.Jobs,
                i => stacks.Names.Select(name => stacks.Read(run.Rows[i], name)).ToArray(),
                (i, arrays) =>
                {
                    rows.Add(run.Rows[i], arrays);
                    table.EndRow(arrays.Sum(array => (long)array.Length));
                    run.Manifest.SetRow(run.Rows[i], Path.GetFileName(run.Options.Output));
                    run.Options.RowDone?.Invoke();
                }
            );
            table.Finish();
        }

        stream.Flush();
        file.Commit();
    }

    public void Verify(ExportRun run)
    {
        var stacks = new StackColumns(run, isOneSize: false);
        using var table = new ParquetTableReader(run.Path);
        var next = 0;
        for (var group = 0; group < table.GroupCount; group++)
        {
            var names = table.Texts(group, "row");
            var labels = table.Texts(group, DatasetColumns.Label);
            for (var i = 0; i < names.Length; i++)
            {
                var row = run.Rows[Math.Min(next + i, run.Rows.Count - 1)];
                ReadBack.Same(run, row, "name", names[i], row.Name);
                ReadBack.Same(run, row, DatasetColumns.Label, labels[i], row.Row.LabelText);
            }

            foreach (var name in stacks.Names)
            {
                var found = table.Binary(group, name);
                for (var i = 0; i < found.Length; i++)
                    ReadBack.Same(run, run.Rows[next + i], name, found[i], stacks.Read(run.Rows[next + i], name));
            }

            next += names.Length;
        }

        if (next != run.Rows.Count)
            throw FormatError.Corrupt(
                new SourceName(run.Options.Output, null, run.Export.Name),
                FormattableString.Invariant($"read back, it has {next} rows, expected {run.Rows.Count}")
            );
    }

    private static Dictionary<string, string> Metadata(ExportRun run) =>
        new()
        {
            ["lungseg.version"] = ToolVersion.Text,
            ["lungseg.array_order"] = "[row, col], C order, little endian",
            ["lungseg.classes"] = string.Join(
                ',',
                run.Classes.Numbers.Zip(
                    run.Classes.Names,
                    (number, name) => string.Create(CultureInfo.InvariantCulture, $"{number}={name}")
                )
            ),
        };
}
