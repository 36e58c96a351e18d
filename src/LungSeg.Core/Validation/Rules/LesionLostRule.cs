using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>The lesion was lost in hu_array.</summary>
internal sealed class LesionLostRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS034",
            Name = "lesion-lost",
            Severity = Severity.Warning,
            Columns = RuleColumns.MaskAndBothHu,
            Summary = "the lesion was lost in hu_array, all of it or most",
            Why = "The mask marks a lesion that the image does not show: a network learns to see what is not there.",
            Remedy = "Train on hu_array_old, or make hu_array anew with 'lungseg threshold --method hull'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method hull",
            Limits = ["lesion_kept"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.LesionKept is { } kept && row.Limits["lesion_kept"] is var limit && kept < limit)
        {
            yield return row.Report(Info, DatasetColumns.Hu, row.DescribeKept(kept), kept, limit);
        }
    }
}
