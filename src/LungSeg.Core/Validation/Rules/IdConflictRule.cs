using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Near-identical slices under two ids.</summary>
internal sealed class IdConflictRule : ISetRule
{
    private const int LongestId = 80;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS046",
            Name = "id-conflict",
            Severity = Severity.Warning,
            Columns = RuleColumns.AnyHu,
            Summary = "near-identical slices are under two patient ids",
            Why = "One patient under two ids stands on both sides of a split by patient.",
            Remedy = "Find the right id: 'lungseg split' keeps all rows of both ids together.",
            Command = "lungseg split INPUT -o split.csv",
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var conflict in set.IdConflicts)
        {
            yield return Report(set, (conflict.A, conflict.IdA), (conflict.B, conflict.IdB), conflict.Score);
            yield return Report(set, (conflict.B, conflict.IdB), (conflict.A, conflict.IdA), conflict.Score);
        }
    }

    private Finding Report(SetCase set, (int At, string Id) row, (int At, string Id) other, double score)
    {
        var named = set.DescribedRows[other.At].Row.Name;
        var likeness = string.Create(CultureInfo.InvariantCulture, $"likeness {score:0.000}");
        var (id, otherId) = (PrintableText.Escape(row.Id, LongestId), PrintableText.Escape(other.Id, LongestId));
        return set.Report(
            Info,
            set.DescribedRows[row.At].Row,
            $"{id} here, {otherId} in {named}, {likeness}",
            score,
            GroupingOptions.DefaultThreshold
        ) with
        {
            Key = named,
        };
    }
}
