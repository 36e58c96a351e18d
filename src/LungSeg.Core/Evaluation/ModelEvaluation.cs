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

    // Of each model and figure the means of the draws, of all rows and of each class, for comparisons.
    private readonly Dictionary<(int Model, string Figure, string? Class), double[]> _drawn = [];

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

    /// <summary>
    /// Rows with the lowest Dice, mean of the models that have one under the policy; among equals those with more wrong pixels first. One
    /// row a group as long as there are others.
    /// </summary>
    /// <param name="maxCount">Number of rows to list.</param>
    public IReadOnlyList<JudgedRow> ListWorst(int maxCount)
    {
        JudgedRow[] ranked =
        [
            .. Rows.Where(row => GetDice(row).Any(dice => dice < 1))
                .OrderBy(row => GetDice(row).Average())
                .ThenByDescending(row => row.Figures.Sum(one => one.Counts.FalseNegatives + one.Counts.FalsePositives)),
        ];
        return TakeByGroup(ranked, maxCount);
    }

    /// <summary>The first rows, one a group as long as there are others, in their order.</summary>
    internal static IReadOnlyList<JudgedRow> TakeByGroup(IReadOnlyList<JudgedRow> ranked, int maxCount)
    {
        JudgedRow[] firsts = [.. ranked.DistinctBy(row => row.Group)];
        var taken = firsts.Concat(ranked.Except(firsts)).Take(maxCount).ToHashSet();
        return [.. ranked.Where(taken.Contains)];
    }

    /// <summary>Dice of each model that has one under the policy.</summary>
    public IEnumerable<double> GetDice(JudgedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Figures.Select(one => one.Counts.Get(OverlapFigure.Dice, Options.Policy)).Where(dice => !double.IsNaN(dice));
    }

    /// <summary>Rows whose truth may be wrong, the most suspicious first; rows with a score of 0 give no reason to think so.</summary>
    public IReadOnlyList<JudgedRow> RankSuspects() =>
        [.. Rows.Where(row => row.Suspicion > 0).OrderByDescending(row => row.Suspicion).ThenBy(row => row.Name, StringComparer.Ordinal)];

    private ModelFigures Sum(string name, bool hasScores, int model)
    {
        var all = Enumerable.Range(0, Rows.Count).ToArray();
        KeyValuePair<string, int[]>[] By(IEnumerable<string> names, Func<JudgedRow, string> nameOf)
        {
            var rowsOf = all.ToLookup(row => nameOf(Rows[row]), StringComparer.Ordinal);
            return [.. names.Where(rowsOf.Contains).Select(one => KeyValuePair.Create(one, rowsOf[one].ToArray()))];
        }
        var (classes, sizes) = (By(Classes, row => row.Class), By(Strata.Names, Strata.Get));
        int[][] held = Leaked is { } leaked
            ?
            [
                [.. all.Where(row => !leaked.Contains(Rows[row].Name))],
            ]
            : [];
        var strata = SumDrawn(model, hasScores, [all, .. classes.Select(one => one.Value), .. sizes.Select(one => one.Value), .. held]);
        for (var i = 0; i <= classes.Length; i++)
        {
            for (var figure = 0; figure < _figures.Count; figure++)
            {
                _drawn.Add((model, _figures[figure].Name, i == 0 ? null : classes[i - 1].Key), strata[i].Draws[figure]);
            }
        }
        KeyValuePair<string, StratumFigures>[] Name(KeyValuePair<string, int[]>[] names, int first) =>
            [.. names.Select((one, i) => KeyValuePair.Create(one.Key, strata[first + i].Figures))];
        return new ModelFigures(
            name,
            hasScores,
            strata[0].Figures,
            Name(classes, 1),
            Name(sizes, 1 + classes.Length),
            [
                .. By(Groups, row => row.Group)
                    .Select(one => KeyValuePair.Create(one.Key, SumRows(model, hasScores, one.Value, (_, mean) => mean))),
            ],
            held.Length > 0 ? strata[^1].Figures : null
        );
    }

    // All strata are drawn together, since each draw is made once for all of them.
    private (StratumFigures Figures, double[][] Draws)[] SumDrawn(int model, bool hasScores, int[][] strata)
    {
        var overlap = _figures.Count(figure => figure.Overlap is not null);
        var groups = GroupDraws.Means(
            strata.Length * _figures.Count,
            (i, sums, numbers) =>
                Fill(model, _figures[i % _figures.Count], strata[i / _figures.Count], row => _groupOf[row], sums, numbers),
            Options.Jobs
        );
        var rows = RowDraws.Means(
            strata.Length * overlap,
            (i, sums, numbers) => Fill(model, _figures[i % overlap], strata[i / overlap], row => row, sums, numbers),
            Options.Jobs
        );
        var summed = new (StratumFigures, double[][])[strata.Length];
        ParallelRows.Run(
            strata.Length,
            Options.Jobs,
            i =>
                summed[i] = (
                    SumRows(
                        model,
                        hasScores,
                        strata[i],
                        (figure, mean) =>
                            mean with
                            {
                                Interval = Bootstrap.Interval(groups[(i * _figures.Count) + figure]),
                                RowInterval = figure < overlap ? Bootstrap.Interval(rows[(i * overlap) + figure]) : null,
                            }
                    ),
                    groups[(i * _figures.Count)..((i + 1) * _figures.Count)]
                )
        );
        return summed;
    }

    private StratumFigures SumRows(int model, bool hasScores, int[] rows, Func<int, FigureMean, FigureMean> withIntervals)
    {
        var cases = new int[Enum.GetValues<MaskCase>().Length];
        foreach (var row in rows)
        {
            cases[(int)Rows[row].Figures[model].Counts.Case]++;
        }
        return new StratumFigures(
            rows.Length,
            cases,
            [.. _figures.Select((figure, i) => withIntervals(i, Mean(model, figure, rows)))],
            LesionFigures.Sum([.. rows.Select(row => Rows[row].Figures[model].Lesions)], Options, hasScores)
        );
    }

    private FigureMean Mean(int model, RowFigure figure, int[] rows)
    {
        var values = Values(model, figure, rows);
        var mean = new FigureMean(figure.Name, KnownValues.Mean(values), values.Count(value => !double.IsNaN(value)));
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

    private void Fill(int model, RowFigure figure, int[] rows, Func<int, int> unitOf, Span<double> sums, Span<double> numbers)
    {
        foreach (var row in rows)
        {
            if (figure.Get(Rows[row].Figures[model]) is var value && !double.IsNaN(value))
            {
                sums[unitOf(row)] += value;
                numbers[unitOf(row)]++;
            }
        }
    }

    private IEnumerable<ModelComparison> Compare()
    {
        foreach (var figure in _figures)
        {
            foreach (var one in Classes.Cast<string?>().Prepend(null))
            {
                foreach (var comparison in ModelComparison.Correct([.. ComparePairs(figure.Name, one)]))
                {
                    yield return comparison;
                }
            }
        }
    }

    private IEnumerable<ModelComparison> ComparePairs(string figure, string? one)
    {
        for (var a = 0; a < Models.Count; a++)
        {
            for (var b = a + 1; b < Models.Count; b++)
            {
                double[] differences = [.. _drawn[(a, figure, one)].Zip(_drawn[(b, figure, one)], (first, second) => first - second)];
                yield return new ModelComparison(
                    Models[a].Name,
                    Models[b].Name,
                    figure,
                    one,
                    GetMean(a, figure, one) - GetMean(b, figure, one),
                    Bootstrap.Interval(differences),
                    ModelComparison.ComputeP(differences)
                );
            }
        }
    }

    private double GetMean(int model, string figure, string? one) =>
        (one is null ? Models[model].Overall : Models[model].ByClass.First(found => found.Key == one).Value)
            .Means.First(mean => mean.Name == figure)
            .Mean;
}
