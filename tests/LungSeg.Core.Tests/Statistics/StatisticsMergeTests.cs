using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using Xunit;

namespace LungSeg.Core.Tests.Statistics;

public sealed class StatisticsMergeTests
{
    private static readonly InputFile New = new("new.npz", "new", "npz", 1, 100);

    [Fact]
    public void Add_RefusedDocument_AddsNothing()
    {
        var first = Measure();
        var merge = new StatisticsMerge();
        merge.Add(first, "first.json");
        var (ofNoInput, known) = (Row("other:0"), first.Statistics.Rows[0]);
        Refuse(merge, With(first, [New, .. first.Inputs], [Row("new:0"), ofNoInput]), "row 'other:0' is of none of the document's inputs");
        Refuse(merge, With(first, [New, .. first.Inputs], [Row("new:0"), known]), "row set:0 is in two of the documents");
        Refuse(merge, With(first, [New], [Row("new:0"), Row("new:0")]), "row new:0 is in the document twice");
        var merged = merge.Finish();
        Assert.Equal(first.Inputs, merged.Inputs);
        Assert.Equal(first.Statistics.Rows, merged.Statistics.Rows);
    }

    [Fact]
    public void Add_OtherMeasure_SaysWhatDiffers()
    {
        var first = Measure() with { Figures = FigureFamilies.Hu };
        var merge = new StatisticsMerge();
        merge.Add(first, "first.json");
        Refuse(merge, first with { Image = HuColumn.Hu }, "found image hu_array, expected image hu_array_old, as in the");
        Refuse(merge, first with { Figures = FigureFamilies.Lesion }, "found figures lesion, expected figures hu, as in the");
        Refuse(merge, first with { Where = "lungs>0" }, "found condition lungs>0, expected condition none, as in the");
        var grouped = DatasetStatistics.Combine(first.Statistics.Rows, new Dictionary<string, HuDistribution>(), RowGrouping.Group);
        Refuse(merge, first with { Statistics = grouped }, "found grouping by group, expected grouping by class, as in the");
    }

    private static void Refuse(StatisticsMerge merge, StatisticsReport part, string text)
    {
        var error = Assert.Throws<DatasetFormatException>(() => merge.Add(part, "next.json"));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    private static RowStatistics Row(string name) => new() { Row = name, Class = "LR2" };

    private static StatisticsReport With(StatisticsReport report, InputFile[] inputs, RowStatistics[] rows) =>
        report with
        {
            Inputs = inputs,
            Statistics = DatasetStatistics.Combine(rows, new Dictionary<string, HuDistribution>(), RowGrouping.Label),
        };

    private static StatisticsReport Measure()
    {
        using var file = new StatisticsFile(2, 2, [1, 2, 3, 4], hu: null, mask: null, ["LR2"]);
        using var dataset = Dataset.Open(file.Path);
        return new StatisticsReport
        {
            Inputs = dataset.InputFiles,
            Image = HuColumn.HuOld,
            Statistics = DatasetStatistics.Measure([.. dataset.Rows], new StatisticsOptions { Image = HuColumn.HuOld }),
        };
    }
}
