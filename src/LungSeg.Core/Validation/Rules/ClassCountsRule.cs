using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A test set whose class counts differ from the published counts.</summary>
internal sealed class ClassCountsRule : ISetRule
{
    private static readonly (string Class, int Rows)[] Published = [("LR2", 35), ("LR3", 37), ("LR4A", 97), ("LR4B", 95)];

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS044",
            Name = "class-counts",
            Severity = Severity.Warning,
            Columns = RuleColumns.Label,
            ReadsPixels = false,
            NamesRows = false,
            Summary = "the classes of the test set are not those that were published",
            Why =
                "The published test set has 35 LR2, 37 LR3, 97 LR4A and 95 LR4B; figures of another selection cannot be compared "
                + "with the paper.",
            Remedy = "Download the file again, or name a selection of your own otherwise.",
            Command = "lungseg inspect INPUT",
            Limits = ["class_count_tolerance"],
        };

    public RowFactKinds Needs => RowFactKinds.None;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var input in set.Dataset.Inputs.Where(IsPublishedTestSet))
        {
            // A selection of rows says nothing about the whole file.
            var rows = set.Rows.Where(facts => facts.Row.Input == input).Select(facts => facts.Row).ToArray();
            if (rows.Length != input.RowCount)
            {
                continue;
            }
            var tolerance = set.GetLimits(input)["class_count_tolerance"];
            var counts = Published
                .Select(published => (published.Class, published.Rows, Found: rows.Count(row => row.Label?.Class == published.Class)))
                .ToArray();
            if (counts.Any(count => Math.Abs(count.Found - count.Rows) > tolerance * count.Rows))
            {
                yield return set.Report(
                    Info,
                    input,
                    $"found {string.Join(", ", counts.Select(count => $"{count.Class} {count.Found} (published {count.Rows})"))}"
                ) with
                {
                    Column = DatasetColumns.Label,
                };
            }
        }
    }

    private static bool IsPublishedTestSet(DatasetInput input) =>
        InputStem.FromPath(input.Path).StartsWith("lung_cancer_test", StringComparison.OrdinalIgnoreCase);
}
