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
            Uses = ExportOptions.MissingHuMethod | ExportOptions.PickleProtocol,
        };

    public override IRowArrays Arrays => _arrays;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        var columns = new List<PickleColumnPlan>();
        if (Run.Rows.Any(row => row.Row.LabelText is not null))
        {
            columns.Add(GetTexts(RowMetadata.Label));
        }

        var first = columns.Count;
        columns.AddRange(_arrays.Names.Select(name => new PickleArrayColumn(name, [.. Run.Rows.Select(row => GetCell(row, name, first))])));
        columns.AddRange(Run.Metadata.Known.Select(GetTexts));
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
        Run.Each(
            Run.Rows,
            row =>
            {
                using var expected = _arrays.Load(row);
                using var sample = found[row.Position].Load();
                foreach (var column in Run.Metadata.Texts)
                {
                    back.SameText(row, column, sample.Row.GetText(column.Name));
                }

                back.Same(row, "one object of both HU arrays", $"{sample.Row.HuIsHuOld}", $"{row.Row.HuIsHuOld}");
                foreach (var name in _arrays.Names)
                {
                    var found = StoredArrays.Find(sample.Row, name);
                    var shape = string.Join(" x ", StoredArrays.GetShape(row, name));
                    back.Same(row, $"type of {name}", found?.DType.Name, _arrays.GetDType(row, name).Name);
                    back.Same(row, $"shape of {name}", string.Join(" x ", found!.Shape), shape);
                    back.Same(row, name, sample.ReadBytes(found), expected.View(name));
                }
            }
        );
    }

    private PickleTextColumn GetTexts(MetadataColumn column) => new(column.Name, [.. Run.Rows.Select(column.GetText)]);

    private PickleArrayCell GetCell(ExportRow row, string name, int first) =>
        _arrays.GetNames(row).Contains(name)
            ? PickleArrayCell.Own(_arrays.GetDType(row, name), StoredArrays.GetShape(row, name))
            : PickleArrayCell.SameAs(first + _arrays.Names.IndexOf(DatasetColumns.HuOld), row.Position);
}
