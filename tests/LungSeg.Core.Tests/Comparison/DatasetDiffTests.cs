using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Grouping;
using Xunit;

namespace LungSeg.Core.Tests.Comparison;

/// <summary>Sets of small slices; what changed is known from how they are made.</summary>
public sealed class DatasetDiffTests : IDisposable
{
    private const int Side = 4;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-diff-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Compare_LabelsAndMasks_GivesKindsAndPixels()
    {
        var report = Compare([Row(1), Row(2), Row(3), Row(4)], [Row(1), Row(2, "LR4A"), Row(3, mask: [1, 2, 7]), Row(4, "LR3", [5])]);
        Assert.Equal(1, report.SameRows);
        Assert.Equal(["a:1>b:1 relabelled", "a:2>b:2 mask_changed", "a:3>b:3 relabelled,mask_changed"], report.Changes.Select(Describe));

        // Pixels 1, 2 and 3 before, 1, 2 and 7 after: 2 x 2 / (3 + 3).
        var mask = report.Changes[1].Mask!.Value;
        Assert.Equal((2, 1, 1), (mask.Both, mask.OnlyA, mask.OnlyB));
        Assert.Equal(2 / 3.0, mask.Coefficient, 12);
        Assert.Equal(0, report.Changes[2].Mask!.Value.Coefficient);
    }

    [Fact]
    public void Compare_RowsMovedAddedAndRemoved_NamesThem()
    {
        var report = Compare([Row(1), Row(2), Row(3), Row(4)], [Row(5), Row(3), Row(1), Row(2), Row(2)]);
        Assert.Equal(["a:2>b:1 moved", "a:3> removed", ">b:0 added", ">b:4 added"], report.Changes.Select(Describe));
        Assert.Equal([null, null, null, "b:3"], report.Changes.Select(change => change.DuplicateOf?.Name));
        Assert.Equal(2, report.SameRows);
    }

    [Fact]
    public void Compare_LabelsOfOneClass_AreNoChange()
    {
        var report = Compare([Row(1, "LR4A"), Row(2, ""), Row(3, "benign")], [Row(1, "4a"), Row(2, ""), Row(3, "Benign")]);
        Assert.Equal(["a:2>b:2 relabelled"], report.Changes.Select(Describe));
        Assert.Equal(1, report.RespelledLabels);
    }

    [Fact]
    public void Compare_HuArrays_ByValue()
    {
        // -0.0 and 0 are one value; the change is in a pixel that was kept.
        var report = Compare([Row(1, hu: -0.0), Row(2, hu: 5), Row(3)], [Row(1, hu: 0.0), Row(2, hu: 6), Row(3)]);
        var change = Assert.Single(report.Changes);
        Assert.Equal("a:1>b:1 hu_array_changed", Describe(change));
        Assert.Equal((null, null), (change.Method!.A, change.Method.B));
    }

    [Fact]
    public void Compare_OnePixelOfTheSlice_IsFoundByLikeness()
    {
        var slice = PhantomSlices.Hu[0];
        var changed = slice.ToArray();
        changed[(256 * 512) + 256] += 1;
        using var a = PhantomSlices.Write(_folder, "a", slice, PhantomSlices.Stranger);
        using var b = PhantomSlices.Write(_folder, "b", PhantomSlices.Stranger, changed);
        var rowsDone = 0;
        var report = Compare(a, b, () => Interlocked.Increment(ref rowsDone));
        Assert.Equal(4, rowsDone);
        var pair = Assert.Single(report.Changes, change => change.Is(ChangeKind.HuChanged));
        Assert.Equal(("a:0", "b:1"), (pair.A!.Name, pair.B!.Name));
        Assert.Equal(1, pair.LargestDifference);
        Assert.InRange(pair.Likeness!.Value, 0.99, 1);

        // hu_array is the slice itself here, so it has the pixel too.
        Assert.True(pair.Is(ChangeKind.HuArrayChanged));
        Assert.Empty(Compare(a, a).Changes);
    }

    [Fact]
    public void Compare_MasksOfSeveralClasses_AreRefused()
    {
        using var a = Write("a", [Row(1)]);
        using var b = Write("b", [Row(1) with { Value = 2 }, Row(2)]);
        var error = Assert.Throws<DatasetFormatException>(() => Compare(a, b));
        Assert.Contains("the masks hold the classes 1, 2", error.Message);
    }

    private static TestRow Row(double hu0, string label = "LR2", int[]? mask = null, double? hu = null) =>
        new(hu0, label, mask ?? [1, 2, 3], hu ?? 0);

    private static string Describe(RowChange change) =>
        $"{change.A?.Name}>{change.B?.Name} {string.Join(',', change.Kinds.Select(ChangeKinds.Name))}";

    private DiffReport Compare(TestRow[] a, TestRow[] b)
    {
        using var first = Write("a", a);
        using var second = Write("b", b);
        return Compare(first, second);
    }

    private static DiffReport Compare(Dataset a, Dataset b, Action? rowDone = null) =>
        DatasetDiff.Compare(
            DiffSide.Create(a, a.Inputs[0]),
            DiffSide.Create(b, b.Inputs[0]),
            new DiffOptions { Jobs = 2, RowDone = rowDone }
        );

    private Dataset Write(string name, TestRow[] rows)
    {
        var path = Path.Combine(_folder.FullName, name + ".pkl");
        using (
            var writer = new PickleDatasetWriter(
                path,
                new PickleDatasetPlan([.. rows.Select(row => row.Label)], Side, Side),
                overwrite: true
            )
        )
        {
            for (var i = 0; i < rows.Length; i++)
            {
                writer.WriteRow(i, rows[i].GetMask(), rows[i].GetHu(), rows[i].GetHuOld());
            }
            writer.Commit();
        }
        return Dataset.Open(path);
    }

    /// <param name="Hu0">Sets the first pixel, -500 less this, by which slices differ; the others are -1000 HU.</param>
    /// <param name="Label">The label.</param>
    /// <param name="Mask">Positions of the lesion's pixels.</param>
    /// <param name="Hu">hu_array of the last pixel; the others are as in hu_array_old.</param>
    private sealed record TestRow(double Hu0, string Label, int[] Mask, double Hu)
    {
        /// <summary>Value of the first pixel of the lesion; the others are 1.</summary>
        public sbyte Value { get; init; } = 1;

        public sbyte[] GetMask()
        {
            var mask = new sbyte[Side * Side];
            foreach (var at in Mask)
            {
                mask[at] = at == Mask[0] ? Value : (sbyte)1;
            }
            return mask;
        }

        // Slices of air are not compared by likeness.
        public double[] GetHuOld() => [-500 - Hu0, .. Enumerable.Repeat(-1000.0, (Side * Side) - 1)];

        public double[] GetHu() => [.. GetHuOld()[..^1], Hu];
    }
}
