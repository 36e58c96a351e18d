using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Evaluation;

/// <summary>Figures of one model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasScores">Whether it gives probabilities.</param>
/// <param name="Overall">All rows.</param>
/// <param name="ByClass">By class, in the order of suspicion.</param>
/// <param name="BySize">By size of the largest lesion.</param>
/// <param name="ByGroup">By group, in the order of their first rows, without intervals.</param>
/// <param name="WithoutLeaked">Rows that the model was not trained on; null where nothing says which these are.</param>
public sealed record ModelFigures(
    string Name,
    bool HasScores,
    StratumFigures Overall,
    IReadOnlyList<KeyValuePair<string, StratumFigures>> ByClass,
    IReadOnlyList<KeyValuePair<string, StratumFigures>> BySize,
    IReadOnlyList<KeyValuePair<string, StratumFigures>> ByGroup,
    StratumFigures? WithoutLeaked
);

/// <summary>Judgement of models on rows: figures, intervals over groups, and comparisons.</summary>
public sealed class ModelEvaluation
{
    private readonly EvaluationOptions _options;
    private readonly IReadOnlyList<RowFigure> _figures;
    private readonly int[] _groupOf;
    private readonly Bootstrap _rowDraws;

    /// <summary>Sums up rows.</summary>
    /// <param name="models">Names of the models, and whether they give probabilities.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="leaked">Names of rows that the models were trained on; null where nothing says.</param>
    /// <param name="options">How predictions are judged.</param>
    public ModelEvaluation(
        IReadOnlyList<(string Name, bool HasScores)> models,
        IReadOnlyList<JudgedRow> rows,
        IReadOnlySet<string>? leaked,
        EvaluationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        (Rows, Leaked, _options) = (rows, leaked, options);
        Strata = new SizeStrata(rows);
        HasMm = Strata.IsMm;
        _figures = RowFigure.List(options, HasMm);
        Groups = [.. rows.Select(row => row.Group).Distinct(StringComparer.Ordinal)];
        var numbers = Groups.Select((group, i) => (group, i)).ToDictionary(pair => pair.group, pair => pair.i, StringComparer.Ordinal);
        _groupOf = [.. rows.Select(row => numbers[row.Group])];
        GroupDraws = new Bootstrap(Groups.Count, options.Draws, options.Seed);
        _rowDraws = new Bootstrap(rows.Count, options.Draws, options.Seed);
        Classes = [.. rows.Select(row => row.Class).Distinct(StringComparer.Ordinal).OrderBy(LungRads.GetRank)];
        Models = [.. models.Select((model, i) => Sum(model.Name, model.HasScores, i))];
        Comparisons = [.. Compare()];
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<JudgedRow> Rows { get; }

    /// <summary>Names of rows that the models were trained on; null where nothing says.</summary>
    public IReadOnlySet<string>? Leaked { get; }

    /// <summary>How predictions are judged.</summary>
    public EvaluationOptions Options => _options;

    /// <summary>The groups, in the order of their first rows.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Classes of the rows, in the order of suspicion.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Strata of size.</summary>
    public SizeStrata Strata { get; }

    /// <summary>Whether every row has a spacing, so that distances are also in mm.</summary>
    public bool HasMm { get; }

    /// <summary>Names of the figures, in their order.</summary>
    public IEnumerable<string> FigureNames => _figures.Select(figure => figure.Name);

    /// <summary>The draws of groups.</summary>
    public Bootstrap GroupDraws { get; }

    /// <summary>The draws of rows.</summary>
    public Bootstrap RowDraws => _rowDraws;

    /// <summary>Figures of each model.</summary>
    public IReadOnlyList<ModelFigures> Models { get; }

    /// <summary>Comparisons of each two models, per figure, overall and by class.</summary>
    public IReadOnlyList<ModelComparison> Comparisons { get; }

    private ModelFigures Sum(string name, bool hasScores, int model)
    {
        StratumFigures Of(Func<JudgedRow, bool> counts, bool hasIntervals = true) => SumRows(model, hasScores, counts, hasIntervals);
        return new ModelFigures(
            name,
            hasScores,
            Of(_ => true),
            [.. Classes.Select(one => KeyValuePair.Create(one, Of(row => row.Class == one)))],
            [
                .. Strata
                    .Names.Where(stratum => Rows.Any(row => Strata.Get(row) == stratum))
                    .Select(stratum => KeyValuePair.Create(stratum, Of(row => Strata.Get(row) == stratum))),
            ],
            [.. Groups.Select(group => KeyValuePair.Create(group, Of(row => row.Group == group, hasIntervals: false)))],
            Leaked is { } leaked ? Of(row => !leaked.Contains(row.Name)) : null
        );
    }

    private StratumFigures SumRows(int model, bool hasScores, Func<JudgedRow, bool> counts, bool hasIntervals)
    {
        var chosen = Rows.Select((row, i) => (row, i)).Where(pair => counts(pair.row)).Select(pair => pair.i).ToArray();
        var cases = new int[Enum.GetValues<MaskCase>().Length];
        foreach (var i in chosen)
        {
            cases[(int)Rows[i].Figures[model].Counts.Case]++;
        }
        var means = new FigureMean[_figures.Count];
        ParallelRows.Run(means.Length, _options.Jobs, i => means[i] = Mean(model, _figures[i], chosen, hasIntervals));
        return new StratumFigures(
            chosen.Length,
            cases,
            means,
            LesionFigures.Sum([.. chosen.Select(i => Rows[i].Figures[model].Lesions)], _options, hasScores)
        );
    }

    private FigureMean Mean(int model, RowFigure figure, int[] chosen, bool hasIntervals)
    {
        var values = Values(model, figure, chosen);
        var count = values.Count(value => !double.IsNaN(value));
        var mean = new FigureMean(
            figure.Name,
            MeanOf(values),
            count,
            hasIntervals && count > 0 ? Bootstrap.Interval(Draw(GroupDraws, values, row => _groupOf[row])) : null,
            hasIntervals && count > 0 ? Bootstrap.Interval(Draw(_rowDraws, values, row => row)) : null
        );
        return figure.Overlap is { } overlap
            ? mean with
            {
                ByPolicy =
                [
                    .. Enum.GetValues<EmptyPolicy>().Select(policy => MeanOf(Values(model, RowFigure.Of(overlap, policy), chosen))),
                ],
            }
            : mean;
    }

    private static double MeanOf(double[] values)
    {
        var known = values.Where(value => !double.IsNaN(value)).ToArray();
        return known.Length == 0 ? double.NaN : known.Sum() / known.Length;
    }

    // Values of all rows; NaN for those that are not chosen.
    private double[] Values(int model, RowFigure figure, int[] chosen)
    {
        var values = new double[Rows.Count];
        Array.Fill(values, double.NaN);
        foreach (var row in chosen)
        {
            values[row] = figure.Get(Rows[row].Figures[model]);
        }
        return values;
    }

    private static double[] Draw(Bootstrap draws, double[] values, Func<int, int> unitOf)
    {
        var (sums, numbers) = (new double[draws.Units], new double[draws.Units]);
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                sums[unitOf(row)] += values[row];
                numbers[unitOf(row)]++;
            }
        }
        return draws.Means(sums, numbers);
    }

    private IEnumerable<ModelComparison> Compare()
    {
        foreach (var figure in _figures)
        {
            foreach (var one in Classes.Cast<string?>().Prepend(null))
            {
                var chosen = Rows.Select((row, i) => (row, i)).Where(pair => one is null || pair.row.Class == one).Select(pair => pair.i);
                foreach (var comparison in ModelComparison.Correct([.. ComparePairs(figure, one, [.. chosen])]))
                {
                    yield return comparison;
                }
            }
        }
    }

    private IEnumerable<ModelComparison> ComparePairs(RowFigure figure, string? one, int[] chosen)
    {
        if (Models.Count < 2)
        {
            yield break;
        }
        var values = Models.Select((_, model) => Values(model, figure, chosen)).ToArray();
        var draws = values.Select(value => Draw(GroupDraws, value, row => _groupOf[row])).ToArray();
        for (var a = 0; a < Models.Count; a++)
        {
            for (var b = a + 1; b < Models.Count; b++)
            {
                var differences = draws[a].Zip(draws[b], (first, second) => first - second).ToArray();
                yield return new ModelComparison(
                    Models[a].Name,
                    Models[b].Name,
                    figure.Name,
                    one,
                    MeanOf(values[a]) - MeanOf(values[b]),
                    Bootstrap.Interval(differences),
                    ModelComparison.ComputeP(differences)
                );
            }
        }
    }
}
