using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A lung was lost.</summary>
internal sealed class LungLostRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS033",
            Name = "lung-lost",
            Severity = Severity.Warning,
            Columns = RuleColumns.BothHu,
            Summary = "a lung was lost",
            Why = "Half of the organ is missing from hu_array, with any lesion in it.",
            Remedy = "Make hu_array anew with 'lungseg threshold --method refined'.",
            Command = "lungseg threshold INPUT -o OUTPUT --method refined",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Stored == StoredArea.LungLost)
        {
            var share = row.Analysis.Chest.Lungs.LowestKeptShare(row.Analysis.Kept);
            yield return row.Report(
                Info,
                DatasetColumns.Hu,
                string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % of one of the two lungs is kept") + row.DescribeOutcome()
            );
        }
    }
}
