using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class DatasetSummaryTests
{
    [Fact]
    public void Create_OddLabels_KeepsTextAndCountsClasses()
    {
        var summary = Summary("labels_odd_p4.pkl");
        Assert.Equal([("LR-4A S", 1L), ("nodule", 1L)], Pairs(summary.Labels));
        Assert.Equal([("LR4A", 1L), ("unknown", 1L)], Pairs(summary.Classes));
        Assert.Equal(1, summary.LabelsMissing);
    }

    [Fact]
    public void Create_MissingLabels_CountsThemApart()
    {
        var summary = Summary("labels_missing_p4.pkl");
        Assert.Equal([("LR2", 1L)], Pairs(summary.Labels));
        Assert.Equal([("LR2", 1L)], Pairs(summary.Classes));
        Assert.Equal(2, summary.LabelsMissing);
        Assert.Contains(summary.Notes, note => note.Contains("label is missing in 2 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_WholeNumbers_AreClassesButMinusOneIsNone()
    {
        var summary = Summary("labels_whole_p4.pkl");
        Assert.Equal([("LR2", 1L), ("LR3", 1L), ("unknown", 1L)], Pairs(summary.Classes));
        Assert.Contains(("-1", 1L), Pairs(summary.Labels));
    }

    [Fact]
    public void Create_FloatLabel_IsItsNumber() =>
        Assert.Equal([("1", 1L), ("2", 1L), ("3", 1L)], Pairs(Summary("labels_numpy_whole_p4.pkl").Labels).Order());

    [Fact]
    public void Create_SeveralInputs_PutsColumnsTogether()
    {
        using var dataset = Dataset.Open(
            new[] { "frame_p4.pkl", "cells_int16_p4.pkl", "cells_fortran_p4.pkl" }.Select(ExpectedTables.Pickles.PathOf)
        );
        var summary = DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset));
        var hu = summary.Columns.Single(column => column.Name == "hu_array");
        Assert.Equal(("mixed", "mixed"), (hu.DType, hu.Order));
        Assert.Equal([8L, 8L], hu.Shape);
        Assert.Equal(9, summary.Rows);
    }

    [Fact]
    public void Create_ArraysOfOtherShapes_HasNoShape()
    {
        var summary = Summary("big_p4.pkl");
        Assert.Equal([91L, 91L], summary.Columns.Single(column => column.Name == "hu_array_old").Shape);
        Assert.Contains(summary.Notes, note => note.Contains("different shapes in 1 row (big_p4:0)", StringComparison.Ordinal));
    }

    private static DatasetSummary Summary(string name)
    {
        using var dataset = Dataset.Open(ExpectedTables.Pickles.PathOf(name));
        return DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset));
    }

    private static IEnumerable<(string, long)> Pairs(IReadOnlyList<RowCount> counts) => counts.Select(pair => (pair.Name, pair.Rows));
}
