using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Output;

/// <summary>A figure of a class or group in the table of <c>stats</c>.</summary>
internal sealed record StatsColumn(TextColumn Column, Func<GroupStatistics, TextCell> Cell);

/// <summary>The figures of the table of <c>stats</c>, and which of them go first in a narrow terminal.</summary>
internal static class StatsColumns
{
    /// <summary>Columns in their order.</summary>
    /// <param name="figures">Families of figures.</param>
    /// <param name="holdsHu">Whether the values are HU. Grey values have no tissue.</param>
    public static IEnumerable<StatsColumn> List(FigureFamilies figures, bool holdsHu) =>
        holdsHu
            ? List(figures)
            : List(figures)
                .Where(column => !Tissues.Contains(column.Column.Name))
                .Select(column =>
                    column with
                    {
                        Column = column.Column with { Title = column.Column.Title.Replace("HU", "grey", StringComparison.Ordinal) },
                    }
                );

    private static string[] Tissues { get; } = ["hu_air_share", "hu_lung_share", "hu_soft_share", "hu_bone_share"];

    private static IEnumerable<StatsColumn> List(FigureFamilies figures) =>
        [
            Figure("rows", "rows", 0, group => group.Rows),
            .. (figures & ~FigureFamilies.Hu) == 0
                ? []
                : new[] { Figure("lesion rows", "lesion_rows_with", 0, group => group.Lesion.RowsWith) },
            .. figures.HasFlag(FigureFamilies.Lesion) ? Lesion : [],
            .. figures.HasFlag(FigureFamilies.Hu) ? Hu : [],
            .. figures.HasFlag(FigureFamilies.Components) ? Components : [],
            .. figures.HasFlag(FigureFamilies.Position) ? Position : [],
            .. figures.HasFlag(FigureFamilies.Methods) ? Methods : [],
        ];

    private static StatsColumn[] Lesion =>
        [
            Figure("lesion px min", "lesion_px_min", 3, group => TextCell.Number(group.Lesion.Pixels?.Min)),
            Figure("lesion px median", "lesion_px_median", 0, group => TextCell.Number(group.Lesion.Pixels?.Median)),
            Figure("lesion px max", "lesion_px_max", 3, group => TextCell.Number(group.Lesion.Pixels?.Max)),
            Figure("lesion kept", "lesion_kept_mean", 0, group => TextCell.Number(group.LesionKept.Mean, "0.000")),
            Figure("lose some", "lesion_kept_rows_below_1", 2, group => group.LesionKept.RowsBelow1),
            Figure("lose all", "lesion_kept_rows_0", 1, group => group.LesionKept.Rows0),
            Figure("lung share", "lung_share_mean", 0, group => TextCell.Percent(group.LungShareMean)),
            Figure("lesion HU mean", "lesion_hu_mean", 5, group => TextCell.Number(group.Lesion.HuMean)),
            Figure("lesion HU std", "lesion_hu_std", 8, group => TextCell.Number(group.Lesion.HuStd)),
            Figure("contrast", "lesion_contrast_mean", 8, group => TextCell.Number(group.Lesion.ContrastMean)),
        ];

    private static StatsColumn[] Hu =>
        [
            Figure("HU mean", "hu_mean", 0, group => TextCell.Number(group.Hu.Mean)),
            Figure("HU std", "hu_std", 4, group => TextCell.Number(group.Hu.Std)),
            Figure("HU min", "hu_min", 7, group => TextCell.Number(group.Hu.Min)),
            Figure("HU p01", "hu_p01", 10, group => TextCell.Number(group.Hu.P01)),
            Figure("HU p05", "hu_p05", 9, group => TextCell.Number(group.Hu.P05)),
            Figure("HU p50", "hu_p50", 6, group => TextCell.Number(group.Hu.P50)),
            Figure("HU p95", "hu_p95", 9, group => TextCell.Number(group.Hu.P95)),
            Figure("HU p99", "hu_p99", 10, group => TextCell.Number(group.Hu.P99)),
            Figure("HU max", "hu_max", 7, group => TextCell.Number(group.Hu.Max)),
            Figure("padding", "hu_padding_share", 6, group => TextCell.Percent(group.Hu.PaddingShare)),
            Figure("air", "hu_air_share", 11, group => TextCell.Percent(group.Hu.AirShare)),
            Figure("lung HU", "hu_lung_share", 11, group => TextCell.Percent(group.Hu.LungShare)),
            Figure("soft", "hu_soft_share", 11, group => TextCell.Percent(group.Hu.SoftShare)),
            Figure("bone", "hu_bone_share", 11, group => TextCell.Percent(group.Hu.BoneShare)),
        ];

    private static StatsColumn[] Components =>
        [
            Figure("parts per lesion", "lesion_components_mean", 5, group => TextCell.Number(group.Lesion.ComponentsMean, "0.00")),
            Figure("with holes", "lesion_rows_with_holes", 12, group => TextCell.Number(group.Lesion.RowsWithHoles)),
        ];

    private static StatsColumn[] Position =>
        [
            Figure("image left", "lesion_image_left", 9, group => group.Lesion.Sides.GetValueOrDefault(LungSide.ImageLeft)),
            Figure("image right", "lesion_image_right", 9, group => group.Lesion.Sides.GetValueOrDefault(LungSide.ImageRight)),
            Figure("px to pleura", "lesion_pleura_min_mean", 9, group => TextCell.Number(group.Lesion.PleuraMinMean)),
            Figure("HU in lungs", "lung_hu_mean", 6, group => TextCell.Number(group.LungHu.Mean)),
        ];

    private static StatsColumn[] Methods =>
        [
            .. LungMaskers.All.Select(method =>
                Figure(
                    $"kept by {method.Name}",
                    $"lesion_kept_by_{method.Name.Replace('-', '_')}_mean",
                    method.Name == HullMasker.MethodName ? 1 : 5,
                    group => TextCell.Number(group.LesionKeptByMethod.First(kept => kept.Key == method.Name).Value.Mean, "0.000")
                )
            ),
        ];

    private static StatsColumn Figure(string title, string name, int priority, Func<GroupStatistics, TextCell> cell) =>
        new(new TextColumn(title, name, priority), cell);
}
