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
    private readonly IReadOnlyList<RowFigure> _figures;
    private readonly int[] _groupOf;

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
        (Rows, Leaked, Options) = (rows, leaked, options);
        Strata = new SizeStrata(rows);
        _figures = RowFigure.List(options, HasMm);
        Groups = [.. rows.Select(row => row.Group).Distinct(StringComparer.Ordinal)];
        var numbers = Groups.Select((group, i) => (group, i)).ToDictionary(pair => pair.group, pair => pair.i, StringComparer.Ordinal);
        _groupOf = [.. rows.Select(row => numbers[row.Group])];
        GroupDraws = new Bootstrap(Groups.Count, options.Draws, options.Seed);
        RowDraws = new Bootstrap(rows.Count, options.Draws, options.Seed);
        Classes = [.. rows.Select(row => row.Class).Distinct(StringComparer.Ordinal).OrderBy(LungRads.GetRank)];
        Models = [.. models.Select((model, i) => Sum(model.Name, model.HasScores, i))];
        Comparisons = [.. Compare()];
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<JudgedRow> Rows { get; }

    /// <summary>Names of rows that the models were trained on; null where nothing says.</summary>
    public IReadOnlySet<string>? Leaked { get; }

    /// <summary>How predictions are judged.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>The groups, in the order of their first rows.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Classes of the rows, in the order of suspicion.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Strata of size.</summary>
    public SizeStrata Strata { get; }

    /// <summary>Whether every row has a spacing, so that distances are also in mm.</summary>
    public bool HasMm => Strata.IsMm;

    /// <summary>The draws of groups.</summary>
    public Bootstrap GroupDraws { get; }

    /// <summary>The draws of rows.</summary>
    public Bootstrap RowDraws { get; }

    /// <summary>Figures of each model.</summary>
    public IReadOnlyList<ModelFigures> Models { get; }

    /// <summary>Comparisons of each two models, per figure, overall and by class.</summary>
    public IReadOnlyList<ModelComparison> Comparisons { get; }

    /// <summary>Rows whose truth may be wrong, the most suspicious first.</summary>
    public IReadOnlyList<JudgedRow> RankSuspects() =>
        [
            .. Rows.Where(row => row.Suspicion is not null)
                .OrderByDescending(row => row.Suspicion)
                .ThenBy(row => row.Name, StringComparer.Ordinal),
        ];

    private ModelFigures Sum(string name, bool hasScores, int model)
    {
        var all = Enumerable.Range(0, Rows.Count).ToArray();
        StratumFigures Of(int[] rows, bool hasIntervals = true) => SumRows(model, hasScores, rows, hasIntervals);
        KeyValuePair<string, StratumFigures>[] By(IEnumerable<string> names, Func<JudgedRow, string> nameOf, bool hasIntervals = true)
        {
            var rowsOf = all.ToLookup(row => nameOf(Rows[row]), StringComparer.Ordinal);
            return [.. names.Where(rowsOf.Contains).Select(one => KeyValuePair.Create(one, Of([.. rowsOf[one]], hasIntervals)))];
        }
        return new ModelFigures(
            name,
            hasScores,
            Of(all),
            By(Classes, row => row.Class),
            By(Strata.Names, Strata.Get),
            By(Groups, row => row.Group, hasIntervals: false),
            Leaked is { } leaked ? Of([.. all.Where(row => !leaked.Contains(Rows[row].Name))]) : null
        );
    }

    private StratumFigures SumRows(int model, bool hasScores, int[] rows, bool hasIntervals)
    {
        var cases = new int[Enum.GetValues<MaskCase>().Length];
        foreach (var row in rows)
        {
            cases[(int)Rows[row].Figures[model].Counts.Case]++;
        }
        var means = new FigureMean[_figures.Count];
        ParallelRows.Run(means.Length, Options.Jobs, i => means[i] = Mean(model, _figures[i], rows, hasIntervals));
        return new StratumFigures(
            rows.Length,
            cases,
            means,
            LesionFigures.Sum([.. rows.Select(row => Rows[row].Figures[model].Lesions)], Options, hasScores)
        );
    }

    private FigureMean Mean(int model, RowFigure figure, int[] rows, bool hasIntervals)
    {
        var values = Values(model, figure, rows);
        var count = values.Count(value => !double.IsNaN(value));
        var mean = new FigureMean(
            figure.Name,
            KnownValues.Mean(values),
            count,
            hasIntervals && count > 0 ? Bootstrap.Interval(DrawGroups(values, rows)) : null,
            hasIntervals && count > 0 ? Bootstrap.Interval(Draw(RowDraws, values, i => rows[i])) : null
        );
        return figure.Overlap is { } overlap
            ? mean with
            {
                ByPolicy =
                [
                    .. Enum.GetValues<EmptyPolicy>().Select(policy => KnownValues.Mean(Values(model, RowFigure.Of(overlap, policy), rows))),
                ],
            }
            : mean;
    }

    private double[] Values(int model, RowFigure figure, int[] rows) => [.. rows.Select(row => figure.Get(Rows[row].Figures[model]))];

    private double[] DrawGroups(double[] values, int[] rows) => Draw(GroupDraws, values, i => _groupOf[rows[i]]);

    private static double[] Draw(Bootstrap draws, double[] values, Func<int, int> unitOf)
    {
        var (sums, numbers) = (new double[draws.Units], new double[draws.Units]);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                sums[unitOf(i)] += values[i];
                numbers[unitOf(i)]++;
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
                var rows = Enumerable.Range(0, Rows.Count).Where(row => one is null || Rows[row].Class == one).ToArray();
                foreach (var comparison in ModelComparison.Correct([.. ComparePairs(figure, one, rows)]))
                {
                    yield return comparison;
                }
            }
        }
    }

    private IEnumerable<ModelComparison> ComparePairs(RowFigure figure, string? one, int[] rows)
    {
        if (Models.Count < 2)
        {
            yield break;
        }
        var values = Models.Select((_, model) => Values(model, figure, rows)).ToArray();
        var draws = values.Select(value => DrawGroups(value, rows)).ToArray();
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
                    KnownValues.Mean(values[a]) - KnownValues.Mean(values[b]),
                    Bootstrap.Interval(differences),
                    ModelComparison.ComputeP(differences)
                );
            }
        }
    }
}
