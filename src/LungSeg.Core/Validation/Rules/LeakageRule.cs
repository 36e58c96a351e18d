using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Slices of one scan in two inputs.</summary>
internal sealed class LeakageRule : ISetRule
{
    private const int LongestId = 80;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS043",
            Name = "leakage",
            Severity = Severity.Warning,
            Columns = RuleColumns.AnyHu,
            Summary = "another input has a neighbour of the slice, or rows of its patient",
            Why = "Where one input is for training and the other for testing, the test measures memory.",
            Remedy = "Leave the row out of one of them; 'lungseg split --leakage A B' lists all pairs.",
            Limits = ["leakage_score"],
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        // One finding a row, about the most alike row of earlier inputs.
        foreach (var best in set.Nearest.InOthers)
        {
            var (first, row) = (set.DescribedRows[best.A].Row, set.DescribedRows[best.B].Row);
            var isDuplicate = best.IsExact && set.DescribedRows[best.B] is { IsOfHuOld: true, Slice.HasKey: true };
            var limit = set.GetLimits(row.Input)["leakage_score"];
            if (best.Score < limit || isDuplicate)
            {
                continue;
            }

            var likeness = best.IsExact
                ? $"the same slice as {first.Name}, value for value"
                : string.Create(CultureInfo.InvariantCulture, $"near-identical to {first.Name}: likeness {best.Score:0.000}");
            yield return set.Report(Info, row, likeness, best.Score, limit) with
            {
                Key = first.Name,
            };
        }

        foreach (var patient in set.Matches?.SharedPatients ?? [])
        {
            var id = PrintableText.Escape(patient.Key, LongestId);
            var first = patient.First().Row;
            foreach (var match in patient.Where(match => match.Row.Input != first.Input))
            {
                yield return set.Report(Info, match.Row, $"patient {id} has rows in {first.Input.Stem} too: {first.Name}") with
                {
                    Key = $"patient {patient.Key}",
                };
            }
        }
    }
}
