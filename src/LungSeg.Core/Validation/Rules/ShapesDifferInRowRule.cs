using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Mask and slices of one row have different shapes.</summary>
internal sealed class ShapesDifferInRowRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS010",
            Name = "shapes-differ-in-row",
            Severity = Severity.Error,
            Columns = RuleColumns.AnyHu,
            ReadsPixels = false,
            Summary = "mask and slices of one row have different shapes",
            Why = "A mask of another shape than its slice marks other tissue than the radiologist did.",
            Remedy = "Resize image and mask together, the mask with nearest-neighbour interpolation.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if ((row.HuOld ?? row.Hu) is not { } slice)
        {
            yield break;
        }
        if (row.Mask is not null && !row.Mask.HasShapeOf(slice))
        {
            yield return row.Report(Info, DatasetColumns.Mask, Sentence(row.Mask, slice));
        }
        if (row.Hu is not null && !row.Hu.HasShapeOf(slice))
        {
            yield return row.Report(Info, DatasetColumns.Hu, Sentence(row.Hu, slice));
        }
    }

    private static string Sentence(ArrayInfo found, ArrayInfo slice) =>
        $"shape ({string.Join(", ", found.Shape)}), the slice has ({string.Join(", ", slice.Shape)})";
}
