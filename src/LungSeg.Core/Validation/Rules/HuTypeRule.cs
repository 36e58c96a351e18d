namespace LungSeg.Core.Validation.Rules;

/// <summary>A dtype that cannot hold all HU values.</summary>
internal sealed class HuTypeRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS014",
            Name = "hu-type",
            Severity = Severity.Warning,
            Columns = RuleColumns.AnyHu,
            ReadsPixels = false,
            Summary = "the type cannot hold every HU",
            Why = "Values that do not fit have wrapped or were rounded when the array was written, and nothing shows where.",
            Remedy = "Write HU as int16, int32, float32 or float64.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        foreach (var (column, array) in row.HuArrays)
        {
            if (array.DType is not ({ Kind: 'i', ItemSize: >= 2 } or { Kind: 'f', ItemSize: >= 4 }))
            {
                yield return row.Report(Info, column, $"dtype {array.DType.Name} cannot hold every HU; int16, float32 and wider can");
            }
        }
    }
}
