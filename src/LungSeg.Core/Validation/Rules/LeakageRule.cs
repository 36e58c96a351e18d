namespace LungSeg.Core.Validation.Rules;

/// <summary>A slice that is in two inputs.</summary>
internal sealed class LeakageRule : ISetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "LS043",
        Name = "leakage",
        Severity = Severity.Warning,
        Summary = "the slice is in another input as well",
        Why = "Where one input is for training and the other for testing, the test measures memory.",
        Remedy = "Leave the row out of one of them: 'lungseg split --leakage A B' lists all pairs.",
    };

    public RowFactKinds Needs => RowFactKinds.Hashes;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var rows in set.Duplicates)
        {
            var first = rows[0].Row;
            foreach (var again in rows.Where(facts => facts.Row.Input != first.Input))
                yield return set.Report(Info, again.Row, $"the same slice as {first.Name}, value for value") with { Key = first.Name };
        }
    }
}
