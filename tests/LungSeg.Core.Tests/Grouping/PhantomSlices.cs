using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Phantom;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>Phantom scans of which it is known which slice is of which; rendered once for all tests.</summary>
internal static class PhantomSlices
{
    private static readonly Lazy<(PhantomDataset Set, double[][] Hu, SliceDescriptor[] Descriptors)> Rendered = new(Render);

    public static IReadOnlyList<PhantomRow> Rows => Rendered.Value.Set.Rows;

    public static double[][] Hu => Rendered.Value.Hu;

    public static SliceDescriptor[] Descriptors => Rendered.Value.Descriptors;

    /// <summary>A slice of another scan than the first.</summary>
    public static double[] Stranger => Hu[Rows.First(row => row.Scan == Rows[^1].Scan).Index];

    /// <summary>A data set of slices of 512 by 512 pixels without lesions, in a file of this name.</summary>
    public static Dataset Write(DirectoryInfo folder, string name, params double[][] slices)
    {
        var path = Path.Combine(folder.FullName, name + ".pkl");
        using (
            var writer = new PickleDatasetWriter(path, new PickleDatasetPlan([.. slices.Select(_ => "LR2")], 512, 512), overwrite: false)
        )
        {
            for (var i = 0; i < slices.Length; i++)
            {
                writer.WriteRow(i, new sbyte[512 * 512], slices[i], slices[i]);
            }
            writer.Commit();
        }

        return Dataset.Open(path);
    }

    /// <summary>A slice moved over its edge and in again on the other side.</summary>
    public static double[] Rolled(double[] hu, int rows, int columns)
    {
        var side = (int)Math.Sqrt(hu.Length);
        var rolled = new double[hu.Length];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                rolled[((row + rows + side) % side * side) + ((column + columns + side) % side)] = hu[(row * side) + column];
            }
        }

        return rolled;
    }

    private static (PhantomDataset Set, double[][] Hu, SliceDescriptor[] Descriptors) Render()
    {
        var set = new PhantomDataset(48, seed: 21, new PhantomOptions { DuplicateShare = 0.15, CutBodyShare = 0.3 });
        var hu = new double[set.Rows.Count][];
        Parallel.For(0, hu.Length, row => hu[row] = set.Render(row).Hu.ToArray());
        return (set, hu, [.. hu.Select(values => DescriptorReader.Compute(values, 512, 512))]);
    }
}
