namespace LungSeg.Core.Validation.Rules;

/// <summary>Equal slices in two inputs.</summary>
internal sealed class DuplicateAcrossInputsRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS045",
            Name = "duplicate-across-inputs",
            Severity = Severity.Error,
            Columns = RuleColumns.HuOld,
            Summary = "another input has the same slice",
            Why = "Where one input is for training and the other for testing, the test measures memory.",
            Remedy = "Leave the row out of one of them; 'lungseg split --leakage A B' lists all pairs.",
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        // One finding a row, about the first row of an earlier input. Rows without a content key are left to LeakageRule.
        foreach (var rows in set.Duplicates.Where(rows => rows[0].Slice!.HasKey && rows[0].IsOfHuOld))
        {
            foreach (var again in rows.Skip(1))
            {
                if (rows.First(row => row.IsOfHuOld) is var first && again.IsOfHuOld && first.Row.Input != again.Row.Input)
                {
                    yield return set.Report(Info, again.Row, $"the same slice as {first.Row.Name}, value for value") with
                    {
                        Key = first.Row.Name,
                    };
                }
            }
        }
    }
}
