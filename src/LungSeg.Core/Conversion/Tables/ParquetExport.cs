using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
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
            Columns = new()
            {
                Reserved =
                [
                    "row",
                    "class",
                    "class_id",
                    "rows",
                    "columns",
                    "lesion_px",
                    "hu_min",
                    "hu_max",
                    .. DatasetColumns.InOrder.Select(name => name + ParquetRows.TypeSuffix),
                ],
            },
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
                row => new ParquetArrays(load(row), _stacks.Names, _stacks.Names.Sum(name => _stacks.GetLength(row, name))),
                (row, arrays) =>
                {
                    // A row whose arrays are large ends its group, so they are written before they are disposed of.
                    using (arrays)
                    {
                        rows.Add(row, arrays);
                        table.EndRow(arrays.Bytes);
                    }
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
            for (var i = 0; i < names.Length; i++)
            {
                var row = Run.Rows[Math.Min(next + i, Run.Rows.Count - 1)];
                back.Same(row, "name", names[i], row.Name);
            }

            var rows = Run.Rows.Skip(next).Take(names.Length).ToArray();
            foreach (var column in ParquetRows.GetColumns(Run))
            {
                var found = ReadTexts(table, group, column);
                for (var i = 0; i < rows.Length; i++)
                {
                    back.SameText(rows[i], column, found[i]);
                }
            }

            VerifyTypes(back, table, group, rows);

            foreach (var name in _stacks.Names)
            {
                var found = table.Binary(group, name);
                LargeMemory.Release(found.Max(array => array.Length));
                for (var i = 0; i < found.Length; i++)
                {
                    using var expected = _stacks.Load(Run.Rows[next + i]);
                    back.Same(Run.Rows[next + i], name, found[i].Span, expected.View(name));
                    var length = found[i].Length;
                    found[i] = default;
                    LargeMemory.Release(length);
                }
            }

            next += names.Length;
        }

        back.SameCount(next, Run.Rows.Count);
    }

    private static string?[] ReadTexts(ParquetTableReader table, int group, MetadataColumn column) =>
        column.Type switch
        {
            MetadataType.Integer => [.. table.Numbers<int>(group, column.Name).Select(ToText)],
            MetadataType.Real => [.. table.Numbers<double>(group, column.Name).Select(ToText)],
            MetadataType.Long => [.. table.Numbers<long>(group, column.Name).Select(ToText)],
            MetadataType.Bool => [.. table.Numbers<bool>(group, column.Name).Select(value => value?.ToString())],
            MetadataType.Date when ParquetRows.HoldsDates(column) =>
            [
                .. table.Numbers<DateTime>(group, column.Name).Select(value => ParquetRows.ToText(value, column)),
            ],
            _ => table.Texts(group, column.Name),
        };

    private static string? ToText<T>(T? number)
        where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Compares what the table says of the arrays: their size and types.</summary>
    private void VerifyTypes(ReadBack back, ParquetTableReader table, int group, ExportRow[] rows)
    {
        var (heights, widths) = (table.Numbers<int>(group, "rows"), table.Numbers<int>(group, "columns"));
        foreach (var name in _stacks.Names)
        {
            var types = table.Texts(group, name + ParquetRows.TypeSuffix);
            for (var i = 0; i < rows.Length; i++)
            {
                var size = _stacks.GetSize(rows[i]);
                back.Same(rows[i], $"type of {name}", types[i], _stacks.GetDType(name).Name);
                back.Same(rows[i], $"shape of {name}", $"{heights[i]} x {widths[i]}", $"{size.Height} x {size.Width}");
            }
        }
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
