using System.Globalization;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Slices of one scan in two inputs.</summary>
internal sealed class LeakageRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS043",
            Name = "leakage",
            Severity = Severity.Warning,
            Summary = "another input has the slice or a neighbour of it",
            Why = "Where one input is for training and the other for testing, the test measures memory.",
            Remedy = "Leave the row out of one of them; 'lungseg split --leakage A B' lists all pairs.",
            Limits = ["leakage_score"],
        };

    public RowFactKinds Needs => RowFactKinds.Likeness;

    public IEnumerable<Finding> Check(SetCase set)
    {
        var inputs = set
            .Rows.Where(facts => facts.Slice is not null)
            .GroupBy(facts => facts.Row.Input)
            .Select(group => group.ToArray())
            .ToArray();
        for (var i = 1; i < inputs.Length; i++)
        {
            var before = inputs.Take(i).SelectMany(rows => rows).ToArray();
            foreach (var finding in Between(set, before, inputs[i]))
                yield return finding;
        }
    }

    /// <summary>One finding a row, on the most alike of the rows of the inputs before.</summary>
    private IEnumerable<Finding> Between(SetCase set, RowFacts[] before, RowFacts[] rows)
    {
        var least = set.LimitsOf(rows[0].Row.Input)["leakage_score"];
        foreach (
            var best in PairSearch
                .Nearest([.. before.Select(facts => facts.Slice!)], [.. rows.Select(facts => facts.Slice!)], least, set.Jobs)
                .OfType<SlicePair>()
        )
        {
            var first = before[best.A].Row;
            var likeness = best.IsExact
                ? $"the same slice as {first.Name}, value for value"
                : string.Create(CultureInfo.InvariantCulture, $"likeness {best.Score:0.000} to {first.Name}");
            yield return set.Report(Info, rows[best.B].Row, likeness) with
            {
                Key = first.Name,
            };
        }
    }
}
