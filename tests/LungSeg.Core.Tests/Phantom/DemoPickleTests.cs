using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Phantom;
using Xunit;

namespace LungSeg.Core.Tests.Phantom;

/// <summary>Writes the file that tests/interop/check_demo_pickle.py opens with real pandas.</summary>
public sealed class DemoPickleTests
{
    [Fact]
    public void Write_PhantomDataset_MakesTheFileForTheInteropCheck()
    {
        string? path = Environment.GetEnvironmentVariable("LUNGSEG_DEMO_OUT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "LUNGSEG_DEMO_OUT is not set");

        var dataset = new PhantomDataset(24, seed: 5, new PhantomOptions { FilledLungShare = 0.1, CutBodyShare = 0.15 });
        var plan = Plan(dataset, path.EndsWith(".p5.pkl", StringComparison.Ordinal) ? 5 : 4);
        using (var writer = PandasPickleWriter.Create(path, plan, overwrite: true))
        {
            Parallel.For(0, dataset.Rows.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, row => WriteRow(writer, dataset, row));
            writer.Commit();
        }

        Assert.True(new FileInfo(path).Length > 24 * 512 * 512 * 9);
    }

    private static bool IsFilled(PhantomDataset dataset, int row) =>
        dataset.Scan(dataset.Rows[row].Scan).Anatomy.HasFlag(PhantomAnatomy.FilledLungs);

    private static PickleFramePlan Plan(PhantomDataset dataset, int protocol)
    {
        var mask = PickleArrayCell.Own(DType.Int8, [512, 512]);
        var hu = PickleArrayCell.Own(DType.Float64, [512, 512]);
        return new PickleFramePlan(
            [
                new PickleTextColumn("label1", [.. dataset.Rows.Select(row => row.Label)]),
                new PickleArrayColumn("mask", [.. dataset.Rows.Select(_ => mask)]),
                new PickleArrayColumn(
                    "hu_array",
                    [.. dataset.Rows.Select(row => IsFilled(dataset, row.Index) ? PickleArrayCell.SameAs(3, row.Index) : hu)]
                ),
                new PickleArrayColumn("hu_array_old", [.. dataset.Rows.Select(_ => hu)]),
            ],
            protocol
        );
    }

    private static void WriteRow(PandasPickleWriter writer, PhantomDataset dataset, int row)
    {
        var slice = dataset.Render(row);
        writer.WriteArray(1, row, slice.Mask);
        writer.WriteArray(3, row, slice.Hu);
        if (IsFilled(dataset, row))
        {
            return;
        }

        var kept = new double[slice.Hu.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = slice.Lung[i] * slice.Hu[i];
        }

        writer.WriteArray<double>(2, row, kept);
    }
}
