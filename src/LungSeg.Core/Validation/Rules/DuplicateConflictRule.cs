using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Rows with equal slices but different labels or masks.</summary>
internal sealed class DuplicateConflictRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS042",
            Name = "duplicate-conflict",
            Severity = Severity.Warning,
            Columns = RuleColumns.AnyHu,
            Summary = "rows of one slice have different labels or masks",
            Why = "A network is told two truths about one image, and whichever it learns counts as an error.",
            Remedy = "Find the right label; put the areas of two lesions of one slice into one mask.",
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var rows in set.Duplicates)
        {
            var first = rows[0];
            foreach (var again in rows.Skip(1))
            {
                var otherLabel = again.Row.Label?.Class != first.Row.Label?.Class;
                var otherMask = again.LesionHash != first.LesionHash;
                if (otherLabel || otherMask)
                {
                    yield return set.Report(
                        Info,
                        again.Row,
                        $"the same slice as {first.Row.Name}, but {Difference(first.Row, again.Row, (otherLabel, otherMask))}"
                    ) with
                    {
                        Key = first.Row.Name,
                    };
                }
            }
        }
    }

    private static string Difference(DatasetRow first, DatasetRow again, (bool Label, bool Mask) other)
    {
        var labels = $"the label is {again.Label?.Class ?? "none"} here and {first.Label?.Class ?? "none"} there";
        return other switch
        {
            (true, true) => labels + ", and the masks differ",
            (true, false) => labels,
            _ => "the masks differ",
        };
    }
}
