using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Grouping;

/// <summary>The frames come from pandas: tests/interop/grouping/make_fixtures.py.</summary>
public sealed class RowIdsTests
{
    [Theory]
    [InlineData("id_types_p2.pkl")]
    [InlineData("id_types_p4.pkl")]
    public void Infer_IdsOfAllTypes_AreComparedAsText(string file)
    {
        using var set = Open(file);
        DatasetRow[] rows = [.. set.Rows];
        var groups = GroupInference.Infer(rows, new GroupingOptions());
        Assert.Empty(groups.UnusableColumns);
        Assert.Equal(rows.Length - 6, groups.RowsById);

        // The label names the line of the script that lists values of one id.
        Assert.All(rows.Index(), row => Assert.Equal(FirstWithLabel(row.Item), groups.GroupOf.ToList().IndexOf(groups.GroupOf[row.Index])));

        int FirstWithLabel(DatasetRow row) => rows.Index().First(other => other.Item.LabelText == row.LabelText).Index;
    }

    [Theory]
    [InlineData("index_text.pkl", "g0001 g0002 g0001 g0003 g0002", 4)]
    [InlineData("index_int.pkl", "g0001 g0002 g0001 g0003 g0002", 5)]
    [InlineData("index_float.pkl", "g0001 g0002 g0001 g0003 g0002", 4)]
    [InlineData("index_category.pkl", "g0001 g0002 g0001 g0003 g0002", 4)]
    [InlineData("index_levels.pkl", "g0001 g0002 g0001 g0003 g0002", 4)]
    [InlineData("index_range.pkl", "g0001 g0002 g0003 g0004 g0005", 5)]
    public void Infer_IdsInTheIndex_AreAColumn(string file, string expected, int known)
    {
        using var set = Open(file);
        Assert.Subset(set.Inputs[0].ColumnNames.ToHashSet(), new HashSet<string> { "label1", "hu_array_old", "patient_id" });
        var groups = GroupInference.Infer([.. set.Rows], new GroupingOptions());
        Assert.Equal(expected.Split(' '), groups.GroupOf);
        Assert.Equal(known, groups.RowsById);
    }

    [Fact]
    public void Infer_SeveralInputs_EachIsTakenWithTheIdsItHas()
    {
        using var set = Dataset.Open([PathOf("index_int.pkl"), PathOf("other_name.pkl"), PathOf("index_float.pkl")]);
        var groups = GroupInference.Infer([.. set.Rows], new GroupingOptions());

        // 2 and 2.0 are one patient. Rows of the second input, all blank, are alone: equal blank slices prove nothing.
        Assert.Equal(
            "1 2 1 3 2 4 5 6 7 8 1 2 1 9 2",
            string.Join(' ', groups.GroupOf.Select(group => int.Parse(group[1..], CultureInfo.InvariantCulture)))
        );
        Assert.Equal(9, groups.RowsById);
        var unusable = Assert.Single(groups.UnusableColumns);
        Assert.Equal(("other_name", "Patient_ID", "patient_id"), (unusable.Stem, unusable.Column, unusable.ReadAs));
    }

    [Fact]
    public void Group_EqualSlicesUnderTwoIds_AreJoinedAndReported()
    {
        var (slice, stranger) = (PhantomSlices.Descriptors[0], PhantomSlices.Descriptors[^1]);
        var groups = Group([slice, stranger, slice], RowIds.From(["p1", "p2", "p3"], areBinding: false));
        Assert.Equal(["g0001", "g0002", "g0001"], groups.GroupOf);
        Assert.Equal(new IdConflict(0, 2, "patient_id p1", "patient_id p3", 1), Assert.Single(groups.Conflicts));
    }

    [Fact]
    public void Group_EqualSlicesByWayOfARowWithoutId_AreJoinedAndReported()
    {
        var slice = PhantomSlices.Descriptors[0];
        var next = Enumerable
            .Range(1, PhantomSlices.Rows.Count - 1)
            .First(row => PhantomSlices.Descriptors[row].Likeness(slice) is > 0.65 and < 1);
        var groups = Group([slice, PhantomSlices.Descriptors[next], slice], RowIds.From(["p1", "p2", null], areBinding: false));
        Assert.Equal(1, groups.Count);
        var conflict = Assert.Single(groups.Conflicts);
        Assert.Equal((0, 1), (conflict.A, conflict.B));
    }

    [Fact]
    public void Group_GivenGroups_AreNeverJoined()
    {
        var slice = PhantomSlices.Descriptors[0];
        var groups = Group([slice, slice, slice], RowIds.From(["x", "y", null], areBinding: true));
        Assert.Equal(["g0001", "g0002", "g0001"], groups.GroupOf);
        Assert.Empty(groups.Conflicts);
    }

    [Fact]
    public void Group_EqualIds_AreOneGroupWhateverTheirSlices()
    {
        var groups = Group([.. PhantomSlices.Descriptors], RowIds.From([.. PhantomSlices.Rows.Select(_ => "p")], areBinding: false));
        Assert.Equal(1, groups.Count);
        Assert.Empty(groups.Conflicts);
    }

    private static RowGroups Group(SliceDescriptor[] slices, RowIds ids) =>
        GroupInference.Group(slices, [.. Enumerable.Range(0, slices.Length).Select(i => ("set", (long)i))], new GroupingOptions(), ids);

    private static Dataset Open(string file) => Dataset.Open(PathOf(file));

    private static string PathOf(string file) => FixtureFile.PathOf("Grouping", file);
}
