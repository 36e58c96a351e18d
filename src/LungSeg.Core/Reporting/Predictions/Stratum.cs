using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Rows that a line of tables and charts is of.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Style">CSS class that gives the colour; empty for none.</param>
/// <param name="Path">Place of their figures in the entry of a model in the JSON.</param>
/// <param name="Get">Gets their figures of a model; null where it has none.</param>
internal sealed record Stratum(string Name, string Style, string Path, Func<ModelFigures, StratumFigures?> Get)
{
    /// <summary>All rows.</summary>
    public static Stratum Overall { get; } = new("all", "k-all", "overall", model => model.Overall);

    /// <summary>Rows that the models were not trained on.</summary>
    public static Stratum Held { get; } = new("not trained on", "k-good", "without_leaked", model => model.WithoutLeaked);

    /// <summary>Rows of each class.</summary>
    public static IEnumerable<Stratum> Classes(ModelEvaluation evaluation) =>
        evaluation.Classes.Select(one => new Stratum(one, ClassStyle.GetName(one), "by_class." + one, model => Find(model.ByClass, one)));

    /// <summary>Rows of each size of the largest lesion.</summary>
    public static IEnumerable<Stratum> Sizes(ModelEvaluation evaluation) =>
        evaluation
            .Strata.Names.Where(one => one != SizeStrata.None && evaluation.Models[0].BySize.Any(size => size.Key == one))
            .Select(one => new Stratum($"{one} {GetUnit(evaluation)}", string.Empty, "by_size." + one, model => Find(model.BySize, one)));

    /// <summary>Unit of sizes.</summary>
    public static string GetUnit(ModelEvaluation evaluation) => evaluation.Strata.IsMm ? "mm" : "px";

    /// <summary>The name as a cell, with its colour where it has one.</summary>
    public Markup Head => Style.Length == 0 ? DataTable.Cell(Name) : Markup.Format($"<span class=\"swatch {Style}\"></span>{Name}");

    /// <summary>Place of a figure in the JSON.</summary>
    public FigureKey Key(ModelFigures model, string path) => new($"{Path}.{path}", model.Name);

    /// <summary>A mean as a cell.</summary>
    public Markup Mean(ModelFigures model, string figure, string format) =>
        GetMean(model, figure) is { } mean ? Figures.Number(Key(model, GetPath(figure) + ".mean"), mean.Mean, format) : DataTable.Cell("–");

    /// <summary>The mean of a figure; null where the model or the figure has none.</summary>
    public FigureMean? GetMean(ModelFigures model, string figure) => Get(model)?.Means.FirstOrDefault(mean => mean.Name == figure);

    /// <summary>Where a figure stands in an entry of the JSON: surface Dice is by tolerance.</summary>
    public static string GetPath(string figure) =>
        figure.Replace(RowFigure.SurfaceDice + "_", RowFigure.SurfaceDice + ".", StringComparison.Ordinal);

    /// <summary>A mean with its interval, for a chart.</summary>
    public IntervalMarkText Describe(ModelFigures model, string figure, string format)
    {
        var mean = GetMean(model, figure);
        var value = mean?.Mean ?? double.NaN;
        var text = double.IsFinite(value) ? Figures.Text(value, format) : "–";
        return new IntervalMarkText(value, mean?.Interval, mean?.Interval is { } found ? $"{text} ({Range(found, format)})" : text);
    }

    /// <summary>An interval in words.</summary>
    public static string Range((double Low, double High) interval, string format) =>
        $"{Figures.Text(interval.Low, format)} to {Figures.Text(interval.High, format)}";

    private static StratumFigures? Find(IReadOnlyList<KeyValuePair<string, StratumFigures>> strata, string name) =>
        strata.FirstOrDefault(one => one.Key == name).Value;
}

/// <summary>A value with its interval, and both in words.</summary>
internal readonly record struct IntervalMarkText(double Value, (double Low, double High)? Interval, string Text);
