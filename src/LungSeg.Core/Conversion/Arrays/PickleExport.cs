using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>A pandas pickle with the columns and dtypes of the published files.</summary>
internal sealed class PickleExport : ArraysExport
{
    private readonly StoredArrays _arrays;

    public PickleExport(ExportRun run)
        : base(run) => _arrays = new StoredArrays(run);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "pickle",
            Summary = "pandas DataFrame as the published files are; .gz and .zst by name",
            Start = run => new PickleExport(run),
            IsFolder = false,
            Suffixes = [".pkl", ".pickle", ".pkl.gz", ".pickle.gz", ".pkl.zst", ".pickle.zst"],
            IsPackedByName = true,
            KeepsSize = true,
            KeepsGaps = true,
            Columns = new() { KeepsObjects = true },
            Uses = ExportOptions.MissingHuMethod | ExportOptions.PickleProtocol,
        };

    public override IRowArrays Arrays => _arrays;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        var columns = new List<PickleColumnPlan>(Labels.Select(Plan));
        var first = columns.Count;
        columns.AddRange(_arrays.Names.Select(name => new PickleArrayColumn(name, [.. Run.Rows.Select(row => GetCell(row, name, first))])));
        columns.AddRange(Others.Select(Plan));
        using var writer = PandasPickleWriter.Create(
            Run.Path,
            new PickleFramePlan(columns, Run.Options.PickleProtocol),
            jobs: Run.Options.Jobs,
            scratch: Run.Scratch
        );
        Run.Each(
            Run.Rows,
            row =>
            {
                using var values = load(row);
                foreach (var name in _arrays.GetNames(row))
                {
                    writer.WritePayload(first + _arrays.Names.IndexOf(name), row.Position, values.View(name));
                }
            }
        );
        writer.Commit();
        Run.Files.Add(Path.GetFileName(Run.Path));
    }

    public override void Verify(ReadBack back)
    {
        using var found = back.Open(Run.Path, Run.Rows.Count);
        (MetadataColumn, string)[] columns = [.. Labels.Concat(Others).Select(column => (column, Plan(column).Storage))];
        Run.Each(
            Run.Rows,
            row =>
            {
                using var expected = _arrays.Load(row);
                using var sample = found[row.Position].Load();
                foreach (var (column, storage) in columns)
                {
                    back.SameCell(row, column, storage, sample.Row);
                }

                back.Same(row, "one object of both HU arrays", $"{sample.Row.HuIsHuOld}", $"{row.Row.HuIsHuOld}");
                foreach (var name in _arrays.Names)
                {
                    if (!_arrays.Has(row, name))
                    {
                        back.Same(row, $"a missing {name}", StoredArrays.Find(sample.Row, name)?.DType.Name, null);
                        continue;
                    }
                    var found = StoredArrays.Find(sample.Row, name);
                    var shape = string.Join(" x ", StoredArrays.GetShape(row, name));
                    back.Same(row, $"type of {name}", found?.DType.Name, _arrays.GetDType(row, name).Name);
                    back.Same(row, $"shape of {name}", string.Join(" x ", found!.Shape), shape);
                    back.Same(row, name, sample.ReadBytes(found), expected.View(name));
                }
            }
        );
    }

    private IEnumerable<MetadataColumn> Labels => Run.Metadata.Stored.Where(column => column.Name == DatasetColumns.Label);

    private IEnumerable<MetadataColumn> Others =>
        Run.Metadata.Stored.Where(column => column.Name != DatasetColumns.Label).Concat(Run.Metadata.Extra);

    private PickleColumnPlan Plan(MetadataColumn column)
    {
        if (column.Categories is { } categories)
        {
            return new PickleObjectColumn(column.Name, [.. Run.Rows.Select(column.GetValue)], categories);
        }

        if (column.GetObject is { } get)
        {
            return new PickleObjectColumn(column.Name, [.. Run.Rows.Select(get)], null);
        }

        if (column.Type == MetadataType.Text)
        {
            return new PickleTextColumn(column.Name, [.. Run.Rows.Select(column.GetText)]);
        }

        var missing = column.ElementType.Kind is 'i' or 'u' or 'b' ? ColumnElements.FindMissing(column, Run.Rows) : null;
        return new PickleElementColumn(
            column.Name,
            column.ElementType,
            ColumnElements.Encode(column, Run.Rows),
            missing ?? (column.IsNullable && column.ElementType.Kind != 'f' ? new byte[Run.Rows.Count] : null),
            column.Zone
        );
    }

    private PickleArrayCell GetCell(ExportRow row, string name, int first) =>
        !_arrays.Has(row, name) ? PickleArrayCell.Missing
        : _arrays.GetNames(row).Contains(name) ? PickleArrayCell.Own(_arrays.GetDType(row, name), StoredArrays.GetShape(row, name))
        : PickleArrayCell.SameAs(first + _arrays.Names.IndexOf(DatasetColumns.HuOld), row.Position);
}
