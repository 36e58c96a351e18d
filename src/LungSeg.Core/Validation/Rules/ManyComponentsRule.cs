using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A mask in many pieces.</summary>
internal sealed class ManyComponentsRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS024",
            Name = "many-components",
            Severity = Severity.Note,
            Columns = RuleColumns.Mask,
            Summary = "the mask is in many pieces",
            Why = "Crumbs come from scaling or from a brush that slipped, and count as lesions of their own where lesions are counted.",
            Remedy = "Look at the row, and drop pieces of a few pixels.",
            Limits = ["components"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Mask is null)
        {
            yield break;
        }
        var parts = row.Analysis.LesionParts.Components;
        if (parts > row.Limits["components"])
        {
            yield return row.Report(
                Info,
                DatasetColumns.Mask,
                $"{parts} pieces that do not touch, {row.LesionPixels} px together",
                parts,
                row.Limits["components"]
            );
        }
    }
}
