using System.Globalization;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Values that are not integer HU.</summary>
internal sealed class HuFractionRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS017",
            Name = "hu-fraction",
            Severity = Severity.Warning,
            Columns = RuleColumns.AnyHu,
            Summary = "values are no whole numbers",
            Why =
                "Scanners store whole numbers; fractions come from resampling, filters or scaling, after which the values are HU "
                + "no more or those of another image.",
            Remedy = "Take the slice as it left the scanner, or leave the rule off for data that was resampled on purpose.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        foreach (var (column, array) in row.HuArrays)
        {
            var scan = row.Analysis.Scan(array);
            if (scan.Fractions > 0)
            {
                yield return row.Report(
                    Info,
                    column,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{scan.Fractions} of {array.Count} px are no whole numbers; values go from {scan.Min:0.###} to {scan.Max:0.###}"
                    ),
                    scan.Fractions
                );
            }
        }
    }
}
