using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>The rows of one class, of one input or of both, with their figures.</summary>
/// <param name="Class">The class; null for all.</param>
/// <param name="Input">Stem of the input; null for all.</param>
/// <param name="Figures">The figures.</param>
internal sealed record Cut(string? Class, string? Input, GroupStatistics Figures)
{
    /// <summary>Figures of rows.</summary>
    public static Cut Create(string? className, string? input, IReadOnlyCollection<RowStatistics> rows) =>
        new(className, input, GroupStatistics.Create(className ?? input, rows, new HuDistribution()));

    /// <summary>
    /// Where a figure stands in the JSON: of all rows or of a class in that by label, of an input in that by input, of both in none.
    /// </summary>
    public FigureKey Key(string path) =>
        (Class, Input) switch
        {
            (null, null) => new FigureKey("overall." + path),
            ({ } name, null) => new FigureKey($"by.{name}.{path}"),
            (null, { } input) => new FigureKey(path, input),
            _ => default,
        };
}

/// <summary>The rows of an input that the page shows.</summary>
/// <param name="Stem">Stem of the input.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="All">Figures of all of them.</param>
internal sealed record InputRows(string Stem, IReadOnlyList<RowStatistics> Rows, Cut All);

/// <summary>Inputs and classes, and the cuts that tables and charts show.</summary>
internal sealed class Cuts
{
    /// <summary>More inputs than these are not told apart in charts.</summary>
    public const int MaxCharted = 6;

    public Cuts(IReadOnlyList<RowStatistics> rows)
    {
        Rows = rows;
        Overall = Cut.Create(null, null, rows);
        Inputs =
        [
            .. GroupedRows
                .Split(rows, RowGrouping.Input)
                .Select(group => new InputRows(group.Key, [.. group], Cut.Create(null, group.Key, [.. group]))),
        ];
        Classes = [.. GroupedRows.Split(rows, RowGrouping.Label).Select(group => Cut.Create(group.Key, null, [.. group]))];
        Crossed =
        [
            .. GroupedRows
                .Split(rows, RowGrouping.Label)
                .SelectMany(group =>
                    GroupedRows.Split(group, RowGrouping.Input).Select(both => Cut.Create(group.Key, both.Key, [.. both]))
                ),
        ];
    }

    /// <summary>All rows.</summary>
    public IReadOnlyList<RowStatistics> Rows { get; }

    /// <summary>Figures of all rows.</summary>
    public Cut Overall { get; }

    /// <summary>The inputs with rows.</summary>
    public IReadOnlyList<InputRows> Inputs { get; }

    /// <summary>Figures of each class.</summary>
    public IReadOnlyList<Cut> Classes { get; }

    /// <summary>Figures of each class in each input.</summary>
    public IReadOnlyList<Cut> Crossed { get; }

    /// <summary>Whether several inputs stand side by side in each chart and table.</summary>
    public bool AreInputsCompared => Inputs.Count is > 1 and <= MaxCharted;

    /// <summary>The lines of a table by class: also by input where several are compared.</summary>
    public IEnumerable<Cut> Lines => AreInputsCompared ? Crossed : Classes;

    /// <summary>The last lines of such a table: all classes together.</summary>
    public IEnumerable<Cut> Totals => AreInputsCompared ? Inputs.Select(input => input.All) : [Overall];

    /// <summary>A sentence on all rows, or on those of each input where several are compared.</summary>
    /// <param name="describe">Describes figures, without a full stop.</param>
    public string Describe(Func<GroupStatistics, string> describe) =>
        (
            AreInputsCompared
                ? string.Join("; ", Inputs.Select(input => $"{input.Stem}: {describe(input.All.Figures)}"))
                : describe(Overall.Figures)
        ) + ".";

    /// <summary>The series of a chart: the inputs where several are compared, else all rows.</summary>
    public IReadOnlyList<Series> ChartSeries =>
        AreInputsCompared
            ? [.. Inputs.Select((input, i) => new Series(input.Stem, input.Stem, $"k-f{i}", input.Rows))]
            : [new Series(null, "all", "k-all", Rows)];
}

/// <summary>Rows that one line or one set of bars of a chart shows.</summary>
/// <param name="Input">Stem of their input; null for all.</param>
/// <param name="Name">Name in the legend.</param>
/// <param name="Style">CSS class that gives the colour.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Series(string? Input, string Name, string Style, IReadOnlyList<RowStatistics> Rows);
