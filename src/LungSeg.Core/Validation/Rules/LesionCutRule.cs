using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>The lesion was cut in hu_array.</summary>
internal sealed class LesionCutRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS035",
            Name = "lesion-cut",
            Severity = Severity.Note,
            Columns = RuleColumns.MaskAndBothHu,
            Summary = "the lesion was cut in hu_array",
            Why = "Size, edge and texture of the lesion are wrong in hu_array.",
            Remedy = "Measure in hu_array_old, or make hu_array anew with 'lungseg threshold --method hull'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method hull",
            Limits = ["lesion_kept", "lesion_whole"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.LesionKept is { } kept && kept < row.Limits["lesion_whole"] && kept >= row.Limits["lesion_kept"])
        {
            yield return row.Report(Info, DatasetColumns.Hu, row.DescribeKept(kept), kept, row.Limits["lesion_whole"]);
        }
    }
}
