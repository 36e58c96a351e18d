namespace LungSeg.Core.Validation.Rules;

/// <summary>Equal slices in one input.</summary>
internal sealed class ExactDuplicateRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS040",
            Name = "exact-duplicate",
            Severity = Severity.Note,
            Columns = RuleColumns.AnyHu,
            Summary = "the slice is in the input twice",
            Why = "It counts twice in every figure and, on both sides of a split, makes results look better than they are.",
            Remedy = "Keep both on one side: 'lungseg split' groups them; or leave one out.",
            Command = "lungseg split INPUT -o split.csv",
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var rows in set.Duplicates)
        {
            foreach (var ofInput in rows.GroupBy(facts => facts.Row.Input))
            {
                var first = ofInput.First().Row;
                foreach (var again in ofInput.Skip(1))
                {
                    yield return set.Report(Info, again.Row, $"the same slice as {first.Name}, value for value") with
                    {
                        Key = first.Name,
                    };
                }
            }
        }
    }
}
