using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Thresholding failed and the raw slice was stored.</summary>
internal sealed class RawStoredRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS031",
            Name = "raw-stored",
            Severity = Severity.Warning,
            Columns = RuleColumns.BothHu,
            Summary = "thresholding failed and the raw slice was stored",
            Why = "hu_array shows body, table and air here, where other rows show lung alone, and no look at the frame tells them apart.",
            Remedy = "Leave the row out, or make hu_array anew with 'lungseg threshold --method refined'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method refined",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Stored == StoredArea.Raw)
        {
            yield return row.Report(Info, DatasetColumns.Hu, "equal to hu_array_old" + row.DescribeOutcome());
        }
    }
}
