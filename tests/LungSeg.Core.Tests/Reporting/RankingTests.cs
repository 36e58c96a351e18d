using LungSeg.Core.Model;
using LungSeg.Core.Reporting;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Reporting;

public sealed class RankingTests
{
    private static readonly RowStatistics[] Rows =
    [
        Row("a", 1, 100, StoredArea.Ok),
        Row("b", 0.5, 10, StoredArea.Ok),
        Row("c", 0, 10, StoredArea.LungLost),
        Row("d", 0, 90, StoredArea.LungLost),
        Row("e", 1, 50, StoredArea.Raw),
        Row("f", null, 0, StoredArea.BodyKept),
        Row("g", 1, 300, StoredArea.Ok),
        Row("h", null, 0, StoredArea.Ok),
    ];

    [Fact]
    public void Worst_LeastKeptThenLargestThenUnsound() =>
        Assert.Equal(["d", "c", "b", "e", "f"], new RowRanking([]).Worst(Rows).Select(row => row.Row));

    [Fact]
    public void Best_SoundAndWholeTheLargestFirst() => Assert.Equal(["g", "a"], new RowRanking([]).Best(Rows).Select(row => row.Row));

    [Fact]
    public void Take_RowsOfOneScan_ComeOnlyWhereOthersAreMissing()
    {
        string[] ranked = ["a1", "a2", "b1", "a3", "c1"];
        var alike = new AlikeRows([Pair("a1", "a2"), Pair("a3", "a1"), Pair("b1", "x")]);
        Assert.Equal(["a1", "b1", "c1"], alike.Take(ranked, row => [row], 3));
        Assert.Equal(["a1", "a2", "b1", "c1"], alike.Take(ranked, row => [row], 4));
        Assert.Equal(ranked, alike.Take(ranked, row => [row], 9));
    }

    [Fact]
    public void Findings_BySeverityThenRowsThenId()
    {
        var groups = FindingGroup.FromFindings(
            [
                Found("LS001", Severity.Note, 1),
                Found("LS001", Severity.Note, 2),
                Found("LS001", Severity.Note, 2),
                Found("LS002", Severity.Warning, 7),
                Found("LS004", Severity.Note, null),
                Found("LS003", Severity.Note, null),
                Found("LS005", Severity.Error, null),
            ],
            []
        );
        Assert.Equal(
            ["LS005 1 file", "LS002 1 row", "LS001 2 rows", "LS003 1 file", "LS004 1 file"],
            groups.Select(group => $"{group.Rule.Id} {group.Count}")
        );
        Assert.Equal(["set:1", "set:2"], groups[2].Rows);
        Assert.Equal("set:7", groups[1].Example.Row);
    }

    [Fact]
    public void Worst_RowsWithErrorsOfTheirOwn_ComeFirst()
    {
        var ranking = new RowRanking([
            Found("LS013", Severity.Error, 0) with
            {
                Stem = "g",
            },
            Found("LS045", Severity.Error, 0) with
            {
                Stem = "a",
                Key = "other:0",
            },
            Found("LS021", Severity.Warning, 0) with
            {
                Stem = "h",
            },
        ]);
        RowStatistics[] rows = [.. Rows.Select(row => row with { Row = row.Row + ":0" })];
        Assert.Equal(["g", "d", "c", "b", "e", "f", "h"], ranking.Worst(rows).Select(row => row.Row[..1]));
        Assert.Equal(["a:0"], ranking.Best(rows).Select(row => row.Row));
        Assert.Equal(["LS013"], ranking.Find("g:0").Select(finding => finding.Rule.Id));
    }

    // 0.1 and 0.4 lie 0.4 and 0.1 under the limit of 0.5; of equal figures the larger lesion comes first.
    [Fact]
    public void Findings_OfOneRule_TheFurthestFromItsLimitFirst()
    {
        RowStatistics[] rows = [.. new[] { 5L, 5, 9, 90 }.Select((pixels, i) => Row($"set:{i}", 0.5, pixels, StoredArea.Ok))];
        var group = Assert.Single(
            FindingGroup.FromFindings(
                [Judged(0, 0.4, 0.5), Judged(1, 0.1, 0.5), Judged(2, 0.4, 0.5), Judged(3, 0.4, 0.5) with { Severity = Severity.Note }],
                rows
            )
        );
        Assert.Equal(["set:1", "set:2", "set:0", "set:3"], group.Rows);
        Assert.Equal("set:1", group.Example.Row);
    }

    [Fact]
    public void Findings_EqualSlicesInTwoFiles_ComeBeforeAll()
    {
        var groups = FindingGroup.FromFindings(
            [Found("LS013", Severity.Error, 1), Found("LS013", Severity.Error, 2), Found("LS045", Severity.Error, 3)],
            []
        );
        Assert.Equal(["LS045", "LS013"], groups.Select(group => group.Rule.Id));
    }

    [Fact]
    public void Sizes_InPixels_HaveThresholdsAsRanges()
    {
        // 15 mm are 30 px at 0.5 mm; 44.9 px over at most 40 bins makes them 2 px wide.
        var rows = new[] { 5.0, 10, 44.9 }.Select(diameter => Row("x", 1, 1, StoredArea.Ok) with { LesionDiameterPx = diameter }).ToArray();
        var sizes = new LesionSizes(rows);
        Assert.Equal((2.0, 24, 46.0), (sizes.Step, sizes.Edges.Count, sizes.Edges[^1]));
        var counts = sizes.Count(rows);
        Assert.Equal([2, 5, 22], Enumerable.Range(0, counts.Length).Where(i => counts[i] == 1));
        Assert.Equal(3, counts.Sum());
        Assert.Equal(["6 mm: 6.7 to 12 px", "8 mm: 8.9 to 16 px", "15 mm: 16.7 to 30 px"], sizes.Marks.Select(mark => mark.Text));
        Assert.Equal((6 / 0.9, 12.0), (sizes.Marks[0].From, sizes.Marks[0].To));
    }

    [Fact]
    public void Sizes_InMillimetres_HaveThresholdsAsLines()
    {
        var sizes = new LesionSizes([Row("x", 1, 1, StoredArea.Ok) with { LesionDiameterPx = 90, LesionDiameterMm = 12 }]);
        Assert.Equal(("mm", 1.0, 16.0), (sizes.Unit, sizes.Step, sizes.Edges[^1]));
        Assert.All(sizes.Marks, mark => Assert.Equal(mark.From, mark.To));
    }

    [Fact]
    public void Sizes_OneLesionWithoutMillimetres_AreInPixels()
    {
        var lesion = Row("x", 1, 1, StoredArea.Ok) with { LesionDiameterPx = 90, LesionDiameterMm = 12 };
        Assert.Equal("px", new LesionSizes([lesion, lesion with { LesionDiameterMm = null }]).Unit);
    }

    private static RowStatistics Row(string name, double? kept, long pixels, StoredArea stored) =>
        new()
        {
            Row = name,
            Class = "LR2",
            LesionKept = kept,
            LesionPx = pixels,
            Stored = stored,
        };

    private static (string, string) Pair(string a, string b) => (a, b);

    private static Finding Judged(long row, double figure, double limit) =>
        Found("LS034", Severity.Warning, row) with
        {
            Figure = figure,
            Limit = limit,
        };

    private static Finding Found(string id, Severity severity, long? row) =>
        new()
        {
            Rule = new RuleInfo
            {
                Id = id,
                Name = "rule",
                Severity = severity,
                Summary = "it is wrong",
                Why = "Why.",
                Remedy = "Do.",
            },
            Severity = severity,
            Path = "set.pkl",
            Stem = "set",
            RowIndex = row,
            Message = "found",
        };
}
