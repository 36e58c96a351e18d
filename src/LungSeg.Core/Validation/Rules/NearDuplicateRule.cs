using System.Globalization;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Slices of one input that hardly differ.</summary>
internal sealed class NearDuplicateRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS041",
            Name = "near-duplicate",
            Severity = Severity.Note,
            Columns = RuleColumns.AnyHu,
            Summary = "the slice hardly differs from an earlier one of the input",
            Why =
                "Neighbouring slices of one scan are no independent examples, and on both sides of a split they make results look "
                + "better than they are.",
            Remedy = "Keep them on one side: 'lungseg split' groups them.",
            Command = "lungseg split INPUT -o split.csv",
            Limits = ["near_duplicate_score"],
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        // One note a row, about the most alike earlier row. Equal slices belong to ExactDuplicateRule.
        foreach (var best in set.Nearest.InInput)
        {
            var (first, row) = (set.DescribedRows[best.A].Row, set.DescribedRows[best.B].Row);
            var limit = set.GetLimits(row.Input)["near_duplicate_score"];
            if (best.Score >= limit)
            {
                yield return set.Report(
                    Info,
                    row,
                    string.Create(CultureInfo.InvariantCulture, $"near-identical to {first.Name}: likeness {best.Score:0.000}"),
                    best.Score,
                    limit
                ) with
                {
                    Key = first.Name,
                };
            }
        }
    }
}
