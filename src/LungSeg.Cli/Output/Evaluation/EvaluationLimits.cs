using System.Globalization;
using LungSeg.Core.Evaluation;

namespace LungSeg.Cli.Output.Evaluation;

/// <summary>Figures of which higher is better, and limits on them.</summary>
internal static class EvaluationLimits
{
    private static readonly Dictionary<string, Func<LesionFigures, double?>> Lesions = new()
    {
        ["sensitivity"] = lesions => lesions.Sensitivity,
        ["f1"] = lesions => lesions.F1,
        ["sq"] = lesions => lesions.Sq,
        ["rq"] = lesions => lesions.Rq,
        ["pq"] = lesions => lesions.Pq,
    };

    /// <summary>Names of the figures.</summary>
    public static IReadOnlyCollection<string> Names(EvaluationOptions options) =>
        [
            .. RowFigure.List(options, hasMm: false).Select(figure => figure.Name).Where(name => !RowFigure.IsDistance(name)),
            .. Lesions.Keys,
        ];

    /// <summary>Throws where a limit is of no such figure.</summary>
    public static void RefuseUnknown(IReadOnlyList<KeyValuePair<string, double>> limits, EvaluationOptions options)
    {
        foreach (var (figure, _) in limits.Where(limit => !Names(options).Contains(limit.Key)))
        {
            throw new UsageException($"--fail-under knows no figure {figure}; it takes {string.Join(", ", Names(options))}");
        }
    }

    /// <summary>A sentence for each model whose figure of all rows is under its limit, or has no number.</summary>
    public static IEnumerable<string> Check(ModelEvaluation evaluation, IReadOnlyList<KeyValuePair<string, double>> limits)
    {
        foreach (var model in evaluation.Models)
        {
            foreach (var (name, limit) in limits)
            {
                var value = Lesions.TryGetValue(name, out var get)
                    ? get(model.Overall.Lesions)
                    : model.Overall.Means.First(mean => mean.Name == name).Mean;
                if (!(value >= limit))
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{model.Name}: {name} is {value:0.0000}, under {limit}");
                }
            }
        }
    }
}
