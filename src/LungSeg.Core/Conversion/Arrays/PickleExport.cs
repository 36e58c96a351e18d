using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>A pandas pickle with the columns and dtypes of the published files.</summary>
internal sealed class PickleExport : IVerifiedExport
{
    public string Name => "pickle";

    public string Summary => "pandas DataFrame as the published files are; .gz and .zst by name";

    public ExportTraits Traits { get; } =
        new()
        {
            IsFolder = false,
            Suffixes = [".pkl", ".pickle", ".pkl.gz", ".pickle.gz", ".pkl.zst", ".pickle.zst"],
            IsPackedByName = true,
            KeepsSize = true,
            Uses = ExportOptions.MissingHuMethod | ExportOptions.PickleProtocol,
        };

    public void Write(ExportRun run)
    {
        var arrays = new RowArrays(run);
        var columns = new List<PickleColumnPlan>();
        if (run.Rows.Any(row => row.Row.LabelText is not null))
            columns.Add(new PickleTextColumn(DatasetColumns.Label, [.. run.Rows.Select(row => row.Row.LabelText)]));
        var first = columns.Count;
        foreach (var name in arrays.Names)
            columns.Add(new PickleArrayColumn(name, [.. run.Rows.Select(row => CellOf(arrays, row, name, first))]));
        columns.AddRange(run.Metadata.Known.Select(column => new PickleTextColumn(column.Name, [.. run.Rows.Select(column.GetText)])));
        if (run.Kept is not null)
        {
            Keep(run, arrays);
            return;
        }

        using var writer = PandasPickleWriter.Create(
            run.Path,
            new PickleFramePlan(columns, run.Options.PickleProtocol),
            jobs: run.Options.Jobs
        );
        ParallelRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i =>
            {
                using var values = arrays.Load(run.Rows[i]);
                for (var column = 0; column < arrays.Names.Count; column++)
                {
                    if (IsWritten(run.Rows[i], arrays.Names[column]))
                        writer.WritePayload(first + column, i, values.BytesOf(arrays.Names[column]));
                }

                run.Manifest.SetRow(run.Rows[i], Path.GetFileName(run.Options.Output));
                run.Options.RowDone?.Invoke();
            }
        );
        writer.Commit();
    }

    public void Verify(ExportRun run)
    {
        var arrays = new RowArrays(run);
        using var back = ReadBack.Open(run, run.Path, run.Rows.Count);
        ParallelRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i =>
            {
                var row = run.Rows[i];
                using var values = arrays.Load(row);
                using var found = back[i].Load();
                ReadBack.Same(run, row, DatasetColumns.Label, found.Row.LabelText, row.Row.LabelText);
                foreach (var name in arrays.Names)
                    ReadBack.Same(run, row, name, found.ReadBytes(RowArrays.ArrayOf(found.Row, name)!), values.BytesOf(name));
            }
        );
    }

    /// <summary>Keeps the arrays of a shard's rows for whoever writes the whole.</summary>
    private static void Keep(ExportRun run, RowArrays arrays) =>
        run.ForEachOwn(row =>
        {
            using var values = arrays.Load(row);
            foreach (var name in arrays.Names.Where(name => IsWritten(row, name)))
                run.Kept!.Put(row.Position, name, values.BytesOf(name));
        });

    /// <summary>Whether an array has bytes of its own: hu_array has none where it is the very object of hu_array_old.</summary>
    private static bool IsWritten(ExportRow row, string name) => !(name == DatasetColumns.Hu && RowArrays.IsShared(row));

    private static PickleArrayCell CellOf(RowArrays arrays, ExportRow row, string name, int first)
    {
        if (name == DatasetColumns.Hu && RowArrays.IsShared(row))
            return PickleArrayCell.SameAs(first + arrays.Names.IndexOf(DatasetColumns.HuOld), row.Position);
        var shape = RowArrays.ShapeOf(row, name);
        return PickleArrayCell.Own(arrays.DTypeOf(row, name), shape);
    }
}
