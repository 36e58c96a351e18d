using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>One Parquet table, a slice a row: label, class, place in the split, figures, and the arrays as bytes.</summary>
internal sealed class ParquetExport : ArraysExport
{
    private readonly StackColumns _stacks;

    public ParquetExport(ExportRun run)
        : base(run) => _stacks = new StackColumns(run, isOneSize: false);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "parquet",
            Summary = "one table, a slice a row: label, class, place in the split, figures, arrays as bytes with their dtype",
            Start = run => new ParquetExport(run),
            IsFolder = false,
            Suffixes = [".parquet"],
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Labels | ExportOptions.Resampling,
        };

    public override IRowArrays Arrays => _stacks;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        using var stream = Run.CreateFile();
        var rows = new ParquetRows(Run, _stacks);
        using (var table = ParquetTableWriter.Create(stream, rows.Columns, Metadata()))
        {
            Run.InOrder(
                Run.Rows,
                row =>
                {
                    using var values = load(row);
                    return _stacks.Names.Select(values.Read).ToArray();
                },
                (row, arrays) =>
                {
                    rows.Add(row, arrays);
                    table.EndRow(arrays.Sum(array => (long)array.Length));
                }
            );
            table.Finish();
        }

        stream.Flush(flushToDisk: true);
    }

    public override void Verify(ReadBack back)
    {
        using var table = new ParquetTableReader(Run.Path);
        var next = 0;
        for (var group = 0; group < table.GroupCount; group++)
        {
            var names = table.Texts(group, "row");
            var labels = table.Texts(group, DatasetColumns.Label);
            for (var i = 0; i < names.Length; i++)
            {
                var row = Run.Rows[Math.Min(next + i, Run.Rows.Count - 1)];
                back.Same(row, "name", names[i], row.Name);
                back.Same(row, DatasetColumns.Label, labels[i], row.Row.LabelText);
            }

            foreach (var name in _stacks.Names)
            {
                var found = table.Binary(group, name);
                for (var i = 0; i < found.Length; i++)
                {
                    using var expected = _stacks.Load(Run.Rows[next + i]);
                    back.Same(Run.Rows[next + i], name, found[i], expected.View(name));
                }
            }

            next += names.Length;
        }

        back.SameCount(next, Run.Rows.Count);
    }

    private Dictionary<string, string> Metadata() =>
        new()
        {
            ["lungseg.version"] = ToolVersion.Text,
            ["lungseg.array_order"] = "[row, col], C order, little endian",
            ["lungseg.classes"] = string.Join(
                ',',
                Run.Classes.Numbers.Zip(
                    Run.Classes.Names,
                    (number, name) => string.Create(CultureInfo.InvariantCulture, $"{number}={name}")
                )
            ),
        };
}
