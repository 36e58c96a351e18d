using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Arrays;
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
                    .. DatasetColumns.InOrder.Select(name => name + ParquetReader.TypeSuffix),
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
        using var found = back.Open(Run.Path, Run.Rows.Count);

        // What follows from other columns is no column of an input, but is compared too.
        var all = ParquetReader
            .ListColumns(ParquetTable.Open(found.Inputs[0].Source, ReadLimits.Default))
            .ToDictionary(column => column.Name);
        MetadataColumn[] columns = [.. ParquetRows.GetColumns(Run)];
        foreach (var row in Run.Rows)
        {
            foreach (var column in columns)
            {
                back.SameText(row, column, ParquetRows.GetText(all[column.Name][row.Position], column));
            }

            foreach (var name in _stacks.Names)
            {
                // One array at a time: large ones would add up.
                using var expected = _stacks.Load(row);
                using var sample = found[row.Position].Load();
                var array = new ExpectedArray(_stacks.GetDType(name), _stacks.GetSize(row), expected.View(name));
                LargeMemory.Release(array.Bytes.Length);
                back.SameArray(row, name, sample, StoredArrays.Find(sample.Row, name), array);
            }
        }
    }

    private Dictionary<string, string> Metadata() =>
        new()
        {
            [ParquetReader.VersionKey] = ToolVersion.Text,
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
