using System.Globalization;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A value that is not HU.</summary>
internal sealed class HuRangeRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS016",
            Name = "hu-range",
            Severity = Severity.Error,
            Columns = RuleColumns.AnyHu,
            Summary = "a value lies outside the range of HU",
            Why =
                "A scanner gives -1024 to some thousands, padding down to -3024; anything beyond is a raw value without its "
                + "rescale, or damage.",
            Remedy = "Apply RescaleSlope and RescaleIntercept, or find the pixels that were damaged.",
            Limits = ["hu_min", "hu_max"],
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        var (minimum, maximum) = (row.Limits["hu_min"], row.Limits["hu_max"]);
        foreach (var (column, array) in row.HuArrays)
        {
            var scan = row.Analysis.Scan(array);
            if (scan.Min < minimum || scan.Max > maximum)
            {
                yield return row.Report(
                    Info,
                    column,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"values go from {scan.Min} to {scan.Max}, expected {minimum} to {maximum}"
                    ),
                    scan.Min < minimum ? scan.Min : scan.Max,
                    scan.Min < minimum ? minimum : maximum
                );
            }
        }
    }
}
