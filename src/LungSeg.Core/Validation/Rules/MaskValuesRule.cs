using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A mask with other values than 0 and 1.</summary>
internal sealed class MaskValuesRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS013",
            Name = "mask-values",
            Severity = Severity.Error,
            Columns = RuleColumns.Mask,
            Summary = "the mask holds other values than 0 and 1",
            Why = "Losses and overlap figures take mask values as they are: 255 counts 255 times, and a fraction is no class.",
            Remedy = "Store mask != 0, or find out which label each value stands for.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.StoredMask is not { } mask)
        {
            yield break;
        }
        var (others, minimum, maximum) = Count(row.Analysis.Read(mask));
        if (others > 0)
        {
            yield return row.Report(
                Info,
                DatasetColumns.Mask,
                string.Create(CultureInfo.InvariantCulture, $"{others} px are neither 0 nor 1; values go from {minimum} to {maximum}"),
                others
            );
        }
    }

    private static (int Others, double Min, double Max) Count(ReadOnlySpan<double> values)
    {
        var (others, minimum, maximum) = (0, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            others += value is 0 or 1 ? 0 : 1;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return (others, minimum, maximum);
    }
}
