using System.Globalization;

namespace LungSeg.Core.Evaluation;

/// <summary>A figure that rows have and means are taken of.</summary>
/// <param name="Name">Its name in documents: <c>dice</c>, <c>hd95</c>, <c>nsd_2</c>.</param>
/// <param name="Overlap">The figure of overlap that it is; null for distances.</param>
/// <param name="Get">Its value; NaN where a row has none.</param>
public sealed record RowFigure(string Name, OverlapFigure? Overlap, Func<PairFigures, double> Get)
{
    /// <summary>Prefix of surface Dice, before the tolerance.</summary>
    public const string SurfaceDice = "nsd";

    /// <summary>All figures, overlap first.</summary>
    /// <param name="options">How predictions are judged.</param>
    /// <param name="hasMm">Whether every row has a spacing.</param>
    public static IReadOnlyList<RowFigure> List(EvaluationOptions options, bool hasMm)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. Enum.GetValues<OverlapFigure>().Select(figure => Of(figure, options.Policy)),
            new("hd", null, row => row.Distances?.Hd ?? double.NaN),
            new("hd95", null, row => row.Distances?.Hd95 ?? double.NaN),
            new("assd", null, row => row.Distances?.Assd ?? double.NaN),
            .. hasMm
                ? new RowFigure[]
                {
                    new("hd_mm", null, row => row.DistancesMm?.Hd ?? double.NaN),
                    new("hd95_mm", null, row => row.DistancesMm?.Hd95 ?? double.NaN),
                    new("assd_mm", null, row => row.DistancesMm?.Assd ?? double.NaN),
                }
                : [],
            .. options.Tolerances.Select(
                (tolerance, i) =>
                    new RowFigure(
                        $"{SurfaceDice}_{tolerance.ToString(CultureInfo.InvariantCulture)}",
                        null,
                        row => row.SurfaceDice.Count > i ? row.SurfaceDice[i] : double.NaN
                    )
            ),
        ];
    }

    /// <summary>Whether a figure is a distance, of which lower is better.</summary>
    public static bool IsDistance(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith("hd", StringComparison.Ordinal) || name.StartsWith("assd", StringComparison.Ordinal);
    }

    /// <summary>A figure of overlap under a policy.</summary>
    public static RowFigure Of(OverlapFigure figure, EmptyPolicy policy) =>
        new(figure.ToString().ToLowerInvariant(), figure, row => row.Counts.Get(figure, policy));
}
