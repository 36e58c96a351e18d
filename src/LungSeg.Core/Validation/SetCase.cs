using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>All rows as a rule sees them, their arrays gone.</summary>
internal sealed class SetCase(Dataset dataset, IReadOnlyList<RowFacts> rows, Func<string, ValidationLimits> limitsOf, int jobs)
{
    private IReadOnlyList<RowFacts[]>? _duplicates;

    public Dataset Dataset => dataset;

    /// <summary>Rows that could be read, in order.</summary>
    public IReadOnlyList<RowFacts> Rows => rows;

    /// <summary>Threads.</summary>
    public int Jobs => jobs;

    /// <summary>Rows of one and the same slice, in order; only those that are there more than once.</summary>
    public IReadOnlyList<RowFacts[]> Duplicates =>
        _duplicates ??= [
            .. rows.Where(facts => facts.Slice is not null)
                .GroupBy(facts => facts.Slice!.Hash)
                .Where(group => group.Skip(1).Any())
                .Select(group => group.ToArray()),
        ];

    /// <summary>Limits that hold for an input.</summary>
    public ValidationLimits LimitsOf(DatasetInput input) => limitsOf(input.Path);

    /// <summary>A finding on a row.</summary>
    public Finding Report(RuleInfo rule, DatasetRow row, string message) => Report(rule, row.Input, message) with { RowIndex = row.Index };

    /// <summary>A finding on an input.</summary>
    public Finding Report(RuleInfo rule, DatasetInput input, string message) =>
        new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = input.Path,
            Stem = input.Stem,
            InputNumber = NumberOf(input),
            Message = message,
        };

    private int NumberOf(DatasetInput input)
    {
        for (var i = 0; i < dataset.Inputs.Count; i++)
        {
            if (ReferenceEquals(dataset.Inputs[i], input))
                return i;
        }

        return -1;
    }
}
