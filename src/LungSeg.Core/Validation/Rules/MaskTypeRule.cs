using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A mask of floating-point numbers.</summary>
internal sealed class MaskTypeRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS012",
            Name = "mask-type",
            Severity = Severity.Warning,
            Columns = RuleColumns.Mask,
            ReadsPixels = false,
            Summary = "the mask is of a floating-point type",
            Why = "Such masks come from interpolation or scaling, take eight times the memory, and compare unequal to 1 after arithmetic.",
            Remedy = "Store masks as int8, uint8 or bool.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.StoredMask is { DType.Kind: 'f' } mask)
        {
            yield return row.Report(Info, DatasetColumns.Mask, $"dtype {mask.DType.Name}, expected a whole type such as int8");
        }
    }
}
