using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Image and label of a case lie at different places.</summary>
internal sealed class GeometryDiffersRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS047",
            Name = "geometry-differs",
            Severity = Severity.Error,
            Columns = RuleColumns.MaskAndAnyHu,
            ReadsPixels = false,
            Summary = "image and label lie at different places in the patient",
            Why = "nnU-Net joins their pixels by index, viewers by place: the lesion is elsewhere, or left is right, in one of them.",
            Remedy = "Find out which is meant: --mask-place index or --mask-place world, then convert with it.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Row.MaskFault is { } fault)
        {
            yield return row.Report(Info, DatasetColumns.Mask, fault);
        }
    }
}
