using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A lesion that lies outside the body.</summary>
internal sealed class LesionOutsideBodyRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS022",
            Name = "lesion-outside-body",
            Severity = Severity.Warning,
            Columns = RuleColumns.MaskAndHuOld,
            Summary = "the lesion lies outside the body",
            Why = "Such a mask is shifted, flipped, transposed, or of another slice, and teaches a network air and table.",
            Remedy = "Look at the row with 'lungseg inspect --show ROW' and try the mask flipped and transposed.",
            Limits = ["outside_body_share"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (!row.HasMaskOfSlice || row.LesionPixels is not (> 0 and var pixels))
        {
            yield break;
        }
        var outside = pixels - Inside(row.Analysis.Lesion, row.Analysis.Chest.Body);
        var limit = row.Limits["outside_body_share"];
        if (outside > limit * pixels)
        {
            yield return row.Report(
                Info,
                DatasetColumns.Mask,
                $"{outside} of {pixels} lesion px lie outside the body",
                (double)outside / pixels,
                limit
            );
        }
    }

    private static int Inside(ReadOnlySpan<byte> lesion, ReadOnlySpan<byte> body)
    {
        var inside = 0;
        for (var i = 0; i < lesion.Length; i++)
        {
            inside += lesion[i] & body[i];
        }
        return inside;
    }
}
