using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A lesion far too big for LR2.</summary>
internal sealed class LesionTooBigRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS023",
            Name = "lesion-too-big",
            Severity = Severity.Note,
            Columns = RuleColumns.LabelAndMask,
            Summary = "the lesion is far too big for LR2",
            Why = "Over 30 mm a lesion is a mass, not a benign nodule; the class or the mask is wrong, or the slice is zoomed.",
            Remedy = "Look at the row; the diameter is an estimate, since the data set has no pixel spacing.",
            Limits = ["spacing_mm", "lr2_diameter_mm"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Row.Label is not { Category: LungRadsCategory.Benign } label || row.Mask is null)
        {
            yield break;
        }
        var diameterMm = 2 * Math.Sqrt(row.LesionPixels / Math.PI) * row.Limits["spacing_mm"];
        if (diameterMm > row.Limits["lr2_diameter_mm"])
        {
            yield return row.Report(
                Info,
                DatasetColumns.Mask,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.LesionPixels} px, about {diameterMm:0} mm across at {row.Limits["spacing_mm"]} mm a pixel, in {label.Class}"
                ),
                diameterMm,
                row.Limits["lr2_diameter_mm"]
            );
        }
    }
}
