using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Label and mask contradict each other.</summary>
internal sealed class LabelMaskRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS021",
            Name = "label-mask",
            Severity = Severity.Warning,
            Columns = RuleColumns.LabelAndMask,
            Summary = "label and mask contradict each other",
            Why =
                "Lung-RADS 1 means that there is no nodule, 2 and up that there is one; one of label and mask is wrong, or the "
                + "slice misses the nodule.",
            Remedy = "Look at the slice and correct the label, or draw the missing mask.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Row.Label is not { } label || row.Mask is null)
        {
            yield break;
        }
        var pixels = row.LesionPixels;
        if (label.Category == LungRadsCategory.Negative && pixels > 0)
        {
            yield return row.Report(Info, DatasetColumns.Mask, $"{label.Class} means no nodule, but the mask marks {pixels} px");
        }
        if (label.Category >= LungRadsCategory.Benign && pixels == 0)
        {
            yield return row.Report(Info, DatasetColumns.Mask, $"{label.Class} means a nodule, but the mask is empty");
        }
    }
}
