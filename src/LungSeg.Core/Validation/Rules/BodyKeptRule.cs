using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>The whole body was kept.</summary>
internal sealed class BodyKeptRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS032",
            Name = "body-kept",
            Severity = Severity.Warning,
            Columns = RuleColumns.BothHu,
            Summary = "the whole body was kept",
            Why = "Tissue outside the lungs fills hu_array here, so intensities and crops of this row are of another kind than the rest.",
            Remedy = "Make hu_array anew with 'lungseg threshold --method refined'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method refined",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Stored == StoredArea.BodyKept)
        {
            yield return row.Report(
                Info,
                DatasetColumns.Hu,
                "half or more of the body is kept (the largest area of -300 HU and above)" + row.DescribeOutcome()
            );
        }
    }
}
