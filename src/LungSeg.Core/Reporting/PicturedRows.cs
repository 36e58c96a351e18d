using LungSeg.Core.Grouping;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>The rows whose pictures the page shows.</summary>
internal sealed class PicturedRows
{
    private const int WorstCount = 6;
    private const int BestCount = 3;
    private const int RowsOfRule = 4;
    private const int PairsOfRule = 2;
    private const int PairCount = 3;

    public PicturedRows(Cuts cuts, RowRanking ranking, IReadOnlyList<FindingGroup> findings, LeakageReport? leakage)
    {
        var pairs = leakage?.Pairs.OrderByDescending(pair => pair.A.Input != pair.B.Input).ToArray() ?? [];
        var alike = new AlikeRows(pairs.Select(pair => (pair.A.Name, pair.B.Name)));
        Worst = alike.Take(ranking.Worst(cuts.Rows), row => [row.Row], WorstCount);
        Best = alike.Take(ranking.Best(cuts.Rows), row => [row.Row], BestCount);
        Pairs = alike.Take(pairs, pair => [pair.A.Name, pair.B.Name], PairCount);
        OfRules = findings.ToDictionary(group => group.Rule.Id, group => Choose(group, alike));
        var others = findings.SelectMany(group => OfRules[group.Rule.Id]).SelectMany(GetRows).Concat(Pairs.SelectMany(GetRows));
        string[] ranked = [.. Worst.Concat(Best).Select(row => row.Row)];
        Others = [.. others.Distinct().Except(ranked)];
        All = ranked.Concat(Others).ToHashSet();
    }

    /// <summary>The worst rows by <see cref="RowRanking"/>, the worst first.</summary>
    public IReadOnlyList<RowStatistics> Worst { get; }

    /// <summary>The best rows by <see cref="RowRanking"/>, the best first.</summary>
    public IReadOnlyList<RowStatistics> Best { get; }

    /// <summary>The worst findings of each rule, by its id; of different scans, where there are enough.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Finding>> OfRules { get; }

    /// <summary>The most alike pairs.</summary>
    public IReadOnlyList<LeakagePair> Pairs { get; }

    /// <summary>Rows of rules and pairs that are neither among the worst nor among the best.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>All rows with pictures.</summary>
    public IReadOnlySet<string> All { get; }

    /// <summary>Whether the finding is about two rows that are alike.</summary>
    public static bool IsPair(Finding finding) => finding is { Row: not null, Key: not null };

    /// <summary>The row of a finding, and the one that it is like.</summary>
    public static IEnumerable<string> GetRows(Finding finding) => IsPair(finding) ? [finding.Row!, finding.Key!] : [finding.Row!];

    private static IEnumerable<string> GetRows(LeakagePair pair) => [pair.A.Name, pair.B.Name];

    private static IReadOnlyList<Finding> Choose(FindingGroup group, AlikeRows alike)
    {
        var byRow = group.Findings.Where(finding => finding.Row is not null).DistinctBy(finding => finding.Row).ToArray();
        return byRow.Length > 0 && IsPair(byRow[0])
            ? alike.Take(byRow, finding => [.. GetRows(finding)], PairsOfRule)
            : alike.Take(byRow, finding => [finding.Row!], RowsOfRule);
    }
}
