using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

public sealed class SplitCheckTests
{
    /// <summary>Four groups of two rows; groups 0 and 1 of class LR2, 2 and 3 of LR3.</summary>
    private static readonly SplitRow[] Rows =
    [
        .. Enumerable.Range(0, 8).Select(i => new SplitRow($"set:{i}", Label(i), Label(i), $"g{i / 2}", 5)),
    ];

    [Fact]
    public void Run_GoodSplit_FindsNothing() => Assert.Empty(SplitCheck.Run(new Split(Good()), Rows));

    [Fact]
    public void Run_RowLeftOut_IsMissing() => AssertOne("row_missing", ["set:7"], new Split([.. Good()[..7]]));

    [Fact]
    public void Run_RowOfNoInput_IsUnknown() =>
        AssertOne("row_unknown", ["set:9"], new Split([.. Good(), new("set:9", "train", 0, null, null)]));

    [Fact]
    public void Run_RowListedTwice_IsFound() => AssertOne("row_twice", ["set:0"], new Split([.. Good(), Good()[0]]));

    [Fact]
    public void Run_OtherContent_IsFound()
    {
        SplitRow[] rows = [.. Rows.Select(row => row with { Key = $"key of {row.Name}" })];
        SplitAssignment[] listed = [.. Good().Select(row => row with { Key = $"key of {row.Row}" })];
        Assert.Empty(SplitCheck.Run(new Split(listed), rows));
        listed[3] = listed[3] with { Key = "another" };
        listed[4] = listed[4] with { Key = null };
        var finding = Assert.Single(SplitCheck.Run(new Split(listed), rows));
        Assert.Equal(("key_differs", "set:3"), (finding.Code, Assert.Single(finding.Rows)));
    }

    [Fact]
    public void Run_GroupInTwoFolds_IsDivided()
    {
        var rows = Good();
        rows[1] = rows[1] with { Fold = 1 };
        AssertOne("group_divided", ["set:0", "set:1"], new Split(rows));
    }

    [Fact]
    public void Run_GroupInTestAndFold_IsDivided()
    {
        var rows = Good();
        rows[1] = rows[1] with { Fold = null, Part = "test" };
        AssertOne("group_divided", ["set:0", "set:1"], new Split(rows));
    }

    [Fact]
    public void Run_DroppedRow_DividesNoGroup()
    {
        var rows = Good();
        rows[1] = rows[1] with { Fold = null, Part = "dropped" };
        Assert.Empty(SplitCheck.Run(new Split(rows), Rows));
    }

    [Fact]
    public void Run_OtherLabel_IsFound()
    {
        var rows = Good();
        rows[3] = rows[3] with { Label = "LR4B" };
        AssertOne("label_differs", ["set:3"], new Split(rows));
    }

    [Fact]
    public void Run_FoldWithoutAClassOfTwoGroups_LacksIt()
    {
        // Folds by class: fold 0 has no LR3, fold 1 no LR2, though two groups of each are there.
        var findings = SplitCheck.Run(
            new Split([.. Rows.Select((row, i) => new SplitAssignment(row.Name, "train", i / 4, null, null))]),
            Rows
        );
        Assert.Equal(
            ["fold0 has no row of class LR3, though 2 groups have one", "fold1 has no row of class LR2, though 2 groups have one"],
            findings.Select(finding => finding.Message)
        );
    }

    [Fact]
    public void Run_FoldTooSmallForAllClasses_IsNoFault()
    {
        // Three groups of LR2 and two of LR3 in two folds of which one has one group: it can be of one class only.
        SplitRow[] rows = [.. "22233".Select((c, i) => new SplitRow($"set:{i}", $"LR{c}", $"LR{c}", $"g{i}", 5))];
        Assert.Empty(
            SplitCheck.Run(
                new Split([.. rows.Select((row, i) => new SplitAssignment(row.Name, "train", i == 0 ? 1 : 0, null, null))]),
                rows
            )
        );
    }

    [Fact]
    public void Run_UnlistedRowsOfASplitWithoutTest_AreTestRows()
    {
        var rows = Good().Where(row => row.Row != "set:1").ToArray();
        AssertOne("group_divided", ["set:0", "set:1"], new Split(rows) { ListsFileNames = true });
        Assert.DoesNotContain(
            SplitCheck.Run(new Split([.. Good().Where(row => row.Row is not ("set:0" or "set:1"))]) { ListsFileNames = true }, Rows),
            finding => finding.Code != "class_missing"
        );
    }

    [Fact]
    public void Run_SecondRepeatAtFault_IsNamed()
    {
        var second = Good().Select(row => row with { Repeat = 1 }).ToArray();
        second[1] = second[1] with { Fold = 1 };
        var finding = Assert.Single(SplitCheck.Run(new Split([.. Good(), .. second]), Rows));
        Assert.Equal(("group_divided", 1), (finding.Code, finding.Repeat));
    }

    private static void AssertOne(string code, string[] rows, Split split)
    {
        var finding = Assert.Single(SplitCheck.Run(split, Rows));
        Assert.Equal(code, finding.Code);
        Assert.Equal(rows, finding.Rows);
    }

    private static string Label(int row) => row < 4 ? "LR2" : "LR3";

    private static SplitAssignment[] Good() =>
        [.. Enumerable.Range(0, 8).Select(i => new SplitAssignment($"set:{i}", "train", i / 2 % 2, $"g{i / 2}", Label(i)))];
}
