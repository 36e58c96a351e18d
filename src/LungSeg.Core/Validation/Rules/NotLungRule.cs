using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Something else than a lung was kept.</summary>
internal sealed class NotLungRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS036",
            Name = "not-lung",
            Severity = Severity.Warning,
            Columns = RuleColumns.BothHu,
            Summary = "what was kept is not a lung",
            Why = "hu_array shows the table, a strap or an arm here, and no lung: its intensities are those of other matter.",
            Remedy = "Make hu_array anew with 'lungseg threshold --method refined'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method refined",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Stored == StoredArea.NotLung)
        {
            yield return row.Report(
                Info,
                DatasetColumns.Hu,
                "over half of what is kept is of -300 HU and above: tissue or bone" + row.DescribeOutcome()
            );
        }
    }
}
