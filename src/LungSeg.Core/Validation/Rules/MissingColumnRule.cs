using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A column of the data set is absent.</summary>
internal sealed class MissingColumnRule : IInputRule
{
    private const int MaxNamed = 10;
    private const int LongestName = 40;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS003",
            Name = "missing-column",
            Severity = Severity.Error,
            ReadsPixels = false,
            NamesRows = false,
            Summary = "a column of the data set is absent",
            Why = "Code that goes by column names fails on it, and code that goes by position takes one column for another.",
            Remedy = "Name the columns label1, mask, hu_array and hu_array_old; 'lungseg inspect' lists those that are there.",
            Command = "lungseg inspect INPUT",
        };

    public IEnumerable<Finding> Check(InputCase input)
    {
        // A bare array has no column names, and the columns of a damaged file are known only in part.
        if (input.Input is not { Damage: null, Container: not "array" } table)
        {
            yield break;
        }
        foreach (var column in DatasetColumns.InOrder.Except(table.ColumnNames))
        {
            yield return input.Report(Info, $"column {column} is absent; there are {Names(table.ColumnNames)}") with
            {
                Column = column,
            };
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none" : ShortList.Join(names, MaxNamed, name => PrintableText.Escape(name, LongestName));
}
