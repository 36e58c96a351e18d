using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Grouping;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Tests.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>Real slices of known patients are grouped by tests/interop/grouping/check_groups.py.</summary>
public sealed class GroupInferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    public void Group_PhantomScansInAnyOrder_AreFound(int seed)
    {
        var order = Order(PhantomSlices.Rows.Count, seed);
        var groups = Group([.. order.Select(at => PhantomSlices.Descriptors[at])], new GroupingOptions { Jobs = 2 });
        Assert.Equal(Ids([.. order.Select(at => PhantomSlices.Rows[at].Scan)]), groups.GroupOf);
        Assert.Equal(GroupSource.Pixels, groups.Source);
        Assert.Equal(order.Length - groups.Count, groups.Joins.Count);
    }

    [Fact]
    public void Group_RepeatedRows_AreJoinedAsExact()
    {
        var groups = Group(PhantomSlices.Descriptors, new GroupingOptions());
        var repeated = PhantomSlices.Rows.Where(row => row.IsDuplicate).Select(row => row.Index).ToArray();
        Assert.NotEmpty(repeated);
        Assert.Equal(repeated, groups.Joins.Where(join => join.Kind == MatchKind.Exact).Select(join => join.B).Order());
        Assert.All(repeated, row => Assert.Equal(1, groups.Confidence(row)));
    }

    [Fact]
    public void Group_AnyThreadsAndCulture_GiveTheSame()
    {
        // Numbers as in tr-TR and de-DE; the tests run without the cultures themselves.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            NegativeSign = "\u2212",
        };
        var expected = Group(PhantomSlices.Descriptors, new GroupingOptions { Jobs = 1 });
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            var groups = Group(PhantomSlices.Descriptors, new GroupingOptions { Jobs = 2 });
            Assert.Equal(expected.GroupOf, groups.GroupOf);
            Assert.Equal(expected.Joins, groups.Joins);
            Assert.All(groups.Joins, join => Assert.DoesNotMatch("[0-9],[0-9]", join.Evidence));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Group_BlankSlices_StayAlone()
    {
        var air = new double[64 * 64];
        Array.Fill(air, -1000);
        var blank = DescriptorReader.Compute(air, 64, 64);
        Assert.Equal(["g0001", "g0002"], Group([blank, blank], new GroupingOptions()).GroupOf);
    }

    [Fact]
    public void Group_NeighboursWithOtherPadding_StayApart()
    {
        var first = PhantomSlices.Hu[0];
        double[] Padded(double padding)
        {
            var hu = first.ToArray();
            foreach (var corner in (int[])[0, 511, 511 * 512, (512 * 512) - 1])
            {
                hu[corner] = padding;
            }
            return hu;
        }

        var (a, b, c) = (
            DescriptorReader.Compute(Padded(-2000), 512, 512),
            DescriptorReader.Compute(Padded(-3024), 512, 512),
            DescriptorReader.Compute(Padded(-2000.5), 512, 512)
        );
        Assert.Equal(["g0001", "g0002", "g0001"], Group([a, b, c], new GroupingOptions()).GroupOf);
    }

    [Fact]
    public void Group_AnySlice_IsSureOfItself()
    {
        var groups = Group(PhantomSlices.Descriptors, new GroupingOptions());
        Assert.All(Enumerable.Range(0, PhantomSlices.Rows.Count), row => Assert.InRange(groups.Confidence(row), 0.6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => groups.Confidence(PhantomSlices.Rows.Count));
    }

    [Theory]
    [InlineData("patients.pkl", "g0001 g0002 g0001 g0001 g0002")]
    [InlineData("patients_missing.pkl", "g0001 g0002 g0001 g0001 g0002")] // Row 1 has no patient, and the series of row 4.
    [InlineData("patient_numbers.pkl", "g0001 g0002 g0001 g0002 g0003")]
    public void Infer_TableWithIds_GoesByThem(string file, string expected)
    {
        using var dataset = Dataset.Open(FixtureFile.PathOf("Grouping", file));
        var groups = GroupInference.Infer([.. dataset.Rows], new GroupingOptions());
        Assert.Equal(expected.Split(' '), groups.GroupOf);
        Assert.Equal(GroupSource.Ids, groups.Source);
        Assert.Empty(groups.Joins);
        Assert.Equal(1, groups.Confidence(0));
    }

    [Fact]
    public void Infer_IdsNotWanted_GoesByPixels()
    {
        using var dataset = Dataset.Open(FixtureFile.PathOf("Grouping", "patients.pkl"));
        Assert.Equal(GroupSource.Pixels, GroupInference.Infer([.. dataset.Rows], new GroupingOptions { UseIds = false }).Source);
    }

    [Fact]
    public void Infer_HuArrayOfAnotherShape_DoesNotMatter()
    {
        using var folder = new TemporaryFolder();
        var set = new PlantedSet();
        set.Rows.Add(set.Rows[0].Copy());
        set.Rows[0].OtherHu = PlantedArray.Of<double>(DType.Float64, new double[6], 2, 3);
        using var dataset = Dataset.Open(set.Write(Path.Combine(folder.Path, "set.pkl")));
        var groups = GroupInference.Infer([.. dataset.Rows], new GroupingOptions());
        Assert.Equal(groups.GroupOf[0], groups.GroupOf[4]);
        Assert.Equal(4, groups.Count);
    }

    private static RowGroups Group(SliceDescriptor[] slices, GroupingOptions options) =>
        GroupInference.Group(slices, [.. Enumerable.Range(0, slices.Length).Select(i => ("set", (long)i))], options);

    private static int[] Order(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        if (seed > 0)
        {
            new Random(seed).Shuffle(order);
        }
        return order;
    }

    /// <summary>Ids as they are defined: counted by first row.</summary>
    private static string[] Ids(int[] scans)
    {
        var seen = scans.Distinct().ToList();
        return [.. scans.Select(scan => $"g{(seen.IndexOf(scan) + 1).ToString("0000", CultureInfo.InvariantCulture)}")];
    }
}
