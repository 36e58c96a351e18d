namespace LungSeg.Core.Validation.Rules;

/// <summary>NaN or infinity in a slice.</summary>
internal sealed class NotFiniteRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS015",
            Name = "not-finite",
            Severity = Severity.Error,
            Columns = RuleColumns.AnyHu,
            Summary = "NaN or infinity in a slice",
            Why = "One such pixel makes every mean and every loss over the slice NaN.",
            Remedy = "Find out where it came from; replace it by the value of padding if the pixel was never measured.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        foreach (var (column, array) in row.HuArrays)
        {
            var scan = row.Analysis.Scan(array);
            if (scan.NaNs + scan.Infinities > 0)
            {
                yield return row.Report(
                    Info,
                    column,
                    $"{scan.NaNs} px are NaN, {scan.Infinities} are infinite",
                    scan.NaNs + scan.Infinities
                );
            }
        }
    }
}
