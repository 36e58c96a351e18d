using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

public sealed class DatasetNotesTests
{
    [Fact]
    public void Collect_DatasetAsPublished_HasNothingToSay() => Assert.Empty(Notes("frame_p4.pkl"));

    [Fact]
    public void Collect_SharedHuArrays_NamesTheRow() =>
        Assert.Equal(
            "hu_array and hu_array_old are one object in 1 row (shared_fallback_p5:1): thresholding failed there and the raw slice "
                + "was stored",
            Assert.Single(Notes("shared_fallback_p5.pkl"))
        );

    [Fact]
    public void Collect_OtherData_SaysSoInOneSentence()
    {
        var note = Assert.Single(Notes("frame_foreign_p4.pkl"));
        Assert.Equal(
            "this is not the lung cancer segmentation data set: it has the columns x, 5 and none of label1, mask, hu_array, hu_array_old",
            note
        );
    }

    [Fact]
    public void Collect_AbsentColumns_NamesThem() =>
        Assert.Contains("columns hu_array, hu_array_old are absent", Notes("labels_odd_p4.pkl"));

    [Fact]
    public void Collect_SwappedHuArrays_SaysSo()
    {
        // Three rows with the dropped pixels, 0, in hu_array_old.
        var pickle = PickleBytes.Protocol(4).Ops("}(");
        foreach (var (name, value) in new[] { ("hu_array", 7), ("hu_array_old", 0) })
        {
            pickle.Text(name).Ops("](");
            for (var row = 0; row < 3; row++)
            {
                pickle.Array("i1", [2, 4], Enumerable.Repeat((byte)value, 8).ToArray());
            }
            pickle.Ops("e");
        }

        using var dataset = PickleProbe.Open(pickle.Ops("u.").ToArray());
        var notes = DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset)).Notes;
        Assert.Contains(
            "hu_array and hu_array_old look swapped: in 3 of 3 rows looked at, the dropped pixels (0) are in hu_array_old",
            notes
        );
    }

    [Fact]
    public void Collect_UnknownLabels_NamesEachWithItsRows() =>
        Assert.Contains("label 'nodule' is no Lung-RADS class, in 1 row (labels_odd_p4:2)", Notes("labels_odd_p4.pkl"));

    [Fact]
    public void Collect_ManyUnknownLabels_NamesTen()
    {
        var pickle = PickleBytes.Protocol(4).Ops("}").Text("label1").Ops("](");
        for (var row = 0; row < 25; row++)
        {
            pickle.Text($"odd{row}");
        }
        using var dataset = PickleProbe.Open(pickle.Ops("es.").ToArray());
        var notes = DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset)).Notes;
        Assert.Equal(10, notes.Count(note => note.StartsWith("label 'odd", StringComparison.Ordinal)));
        Assert.Contains("15 more labels are no Lung-RADS class", notes);
    }

    [Fact]
    public void Collect_CellsWithoutArrays_NamesTheRows() =>
        Assert.Contains(
            Notes("list_of_dicts_uneven_p4.pkl"),
            note => note.Contains("a mask or HU cell holds no array in 2 rows", StringComparison.Ordinal)
        );

    private static IReadOnlyList<string> Notes(string name)
    {
        using var dataset = Dataset.Open(ExpectedTables.Pickles.PathOf(name));
        return DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset)).Notes;
    }
}
