using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Core.Statistics.Documents;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Statistics.Documents;

/// <summary>What <see cref="StatisticsWriter"/> writes and <see cref="StatisticsReader"/> reads, laid out as docs/stats.md says.</summary>
public sealed class StatisticsDocumentTests
{
    private const int Side = 16;

    [Theory]
    [InlineData(FigureFamilies.All, HuColumn.HuOld, RowGrouping.Label)]
    [InlineData(FigureFamilies.Hu | FigureFamilies.Lesion, HuColumn.Hu, RowGrouping.Group)]
    [InlineData(FigureFamilies.All, HuColumn.HuOld, RowGrouping.Input)]
    public void Read_GivesBackWhatWasWritten(FigureFamilies figures, HuColumn image, RowGrouping grouping)
    {
        var report = Report(figures, image, grouping) with
        {
            Where = "hu_px>0",
            Shards = [new MeasuredShard(["set.npz"], new Shard(1, 3))],
        };
        var text = StatisticsWriter.ToText(report);
        var read = Read(text);
        Assert.Equal(report.Inputs, read.Inputs);
        Assert.Equal((report.Image, report.Figures, report.Where), (read.Image, read.Figures, read.Where));
        Assert.Equal((grouping, new Shard(1, 3)), (read.Statistics.Grouping, read.Shards.Single().Shard));
        Assert.Equal(report.Shards.Single().Inputs, read.Shards.Single().Inputs);
        Assert.Equal(report.Statistics.Rows, read.Statistics.Rows);
        Assert.Equal(text, StatisticsWriter.ToText(read));
    }

    [Fact]
    public void Rows_HoldTheFiguresThatWereMeasured()
    {
        var rows = StatisticsWriter.Rows(Report(FigureFamilies.Components, HuColumn.HuOld, RowGrouping.Label)).ToArray();
        Assert.Equal(
            """{"row":"set:0","label":"LR2","class":"LR2","lesion_components":1,"lesion_largest_px":4"""
                + ""","lesion_holes":0,"lesion_hole_px":0}""",
            rows[0]
        );
        Assert.Equal(2, rows.Length);
    }

    [Fact]
    public void Read_OfAnyPrefix_IsRefused()
    {
        var text = StatisticsWriter.ToText(Report(FigureFamilies.Hu, HuColumn.HuOld, RowGrouping.Label)).TrimEnd();
        for (var length = 0; length < text.Length; length += 89)
        {
            var error = Assert.Throws<DatasetFormatException>(() => Read(text[..length]));
            Assert.Equal(length == 0 ? Fault.WrongFormat : Fault.Corrupt, error.Fault);
        }
    }

    [Theory]
    [InlineData("lungseg/stats/1", "lungseg/split/1", Fault.WrongFormat)]
    [InlineData("lungseg/stats/1", "lungseg/stats/2", Fault.WrongFormat)]
    [InlineData("\"hu_array_old\"", "\"mask\"", Fault.Corrupt)]
    [InlineData("\"figures\"", "\"other\"", Fault.Corrupt)]
    [InlineData("\"position\"", "\"place\"", Fault.Corrupt)]
    [InlineData("\"hu_counts\"", "\"counts\"", Fault.Corrupt)]
    [InlineData("\"per_row\": [", "\"per_row\": [null,", Fault.Corrupt)]
    [InlineData("\"lesion_components\":1", "\"lesion_components\":\"1\"", Fault.Corrupt)]
    public void Read_OfAnotherDocument_IsRefused(string written, string changed, Fault fault)
    {
        var text = StatisticsWriter.ToText(Report(FigureFamilies.All, HuColumn.HuOld, RowGrouping.Label));
        Assert.Contains(written, text, StringComparison.Ordinal);
        var error = Assert.Throws<DatasetFormatException>(() => Read(text.Replace(written, changed, StringComparison.Ordinal)));
        Assert.Equal(fault, error.Fault);
    }

    private static StatisticsReport Report(FigureFamilies figures, HuColumn image, RowGrouping grouping)
    {
        var old = Enumerable.Range(0, 2 * Side * Side).Select(i => (i % 40) - 30.5).ToArray();
        var mask = new byte[old.Length];
        foreach (var pixel in (ReadOnlySpan<int>)[100, 101, 116, 117])
        {
            mask[pixel] = 1;
        }
        using var file = new StatisticsFile(Side, Side, old, [.. old.Select(hu => hu < 0 ? hu : 0)], mask, ["LR2", "LR4A"]);
        using var dataset = Dataset.Open(file.Path);
        return new StatisticsReport
        {
            Inputs = dataset.InputFiles,
            Image = image,
            Figures = figures,
            Statistics = DatasetStatistics.Measure(
                [.. dataset.Rows],
                new StatisticsOptions
                {
                    Figures = figures,
                    Image = image,
                    Grouping = grouping,
                    GetGroup = grouping == RowGrouping.Group ? row => "scan " + row.Name : null,
                }
            ),
        };
    }

    private static StatisticsReport Read(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "stats.json");
        File.WriteAllText(path, text);
        return StatisticsReader.Read(path);
    }
}
