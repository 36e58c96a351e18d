using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>A figure of a row by its name, as CSV, JSON and <c>--where</c> call it.</summary>
/// <param name="Name">Name, in snake_case.</param>
/// <param name="Family">The family it belongs to; none for what a row is called.</param>
/// <param name="ValueOf">Its value: null, long, double or string.</param>
public sealed record RowColumn(string Name, FigureFamilies Family, Func<RowStatistics, object?> ValueOf)
{
    /// <summary>The words that it can be; none where it may be any, null where it is a number.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>All figures of a row, in the order of the CSV.</summary>
public static class RowColumns
{
    /// <summary>Name of the column that only rows put together by group have.</summary>
    public const string Group = "group";

    /// <summary>The columns.</summary>
    public static IReadOnlyList<RowColumn> All { get; } =
    [
        new("row", FigureFamilies.None, row => row.Row) { Words = [] },
        new("label", FigureFamilies.None, row => row.Label) { Words = [] },
        new("class", FigureFamilies.None, row => row.Class) { Words = [.. Model.LungRads.Classes, GroupedRows.Unknown] },
        new(Group, FigureFamilies.None, row => row.Group) { Words = [] },
        .. Of(
            FigureFamilies.Hu,
            ("hu_px", row => row.HuPx),
            ("hu_padding_px", row => row.HuPaddingPx),
            ("hu_padding_share", row => row.HuPaddingShare),
            ("hu_non_finite_px", row => row.HuNonFinitePx),
            ("hu_dropped_px", row => row.HuDroppedPx),
            ("hu_min", row => row.HuMin),
            ("hu_max", row => row.HuMax),
            ("hu_mean", row => row.HuMean),
            ("hu_std", row => row.HuStd),
            ("hu_p01", row => row.HuP01),
            ("hu_p05", row => row.HuP05),
            ("hu_p50", row => row.HuP50),
            ("hu_p95", row => row.HuP95),
            ("hu_p99", row => row.HuP99),
            ("hu_air_px", row => row.HuAirPx),
            ("hu_lung_px", row => row.HuLungPx),
            ("hu_soft_px", row => row.HuSoftPx),
            ("hu_bone_px", row => row.HuBonePx),
            ("hu_sum", row => row.HuSum),
            ("hu_sum_squares", row => row.HuSumSquares),
            ("hu_squared_deviations", row => row.HuSquaredDeviations)
        ),
        .. Of(
            FigureFamilies.Lesion,
            ("lesion_px", row => row.LesionPx),
            ("lesion_diameter_px", row => row.LesionDiameterPx),
            ("lesion_diameter_mm", row => row.LesionDiameterMm),
            ("lesion_top", row => row.LesionTop),
            ("lesion_left", row => row.LesionLeft),
            ("lesion_bottom", row => row.LesionBottom),
            ("lesion_right", row => row.LesionRight),
            ("lesion_row", row => row.LesionRow),
            ("lesion_col", row => row.LesionCol),
            ("lesion_hu_px", row => row.LesionHuPx),
            ("lesion_hu_min", row => row.LesionHuMin),
            ("lesion_hu_max", row => row.LesionHuMax),
            ("lesion_hu_mean", row => row.LesionHuMean),
            ("lesion_hu_std", row => row.LesionHuStd),
            ("lesion_hu_sum", row => row.LesionHuSum),
            ("lesion_hu_sum_squares", row => row.LesionHuSumSquares),
            ("lesion_hu_squared_deviations", row => row.LesionHuSquaredDeviations),
            ("ring_px", row => row.RingPx),
            ("ring_hu_mean", row => row.RingHuMean),
            ("lesion_contrast", row => row.LesionContrast),
            ("lung_share", row => row.LungShare),
            ("lesion_kept", row => row.LesionKept)
        ),
        .. Of(
            FigureFamilies.Components,
            ("lesion_components", row => row.LesionComponents),
            ("lesion_largest_px", row => row.LesionLargestPx),
            ("lesion_holes", row => row.LesionHoles),
            ("lesion_hole_px", row => row.LesionHolePx)
        ),
        .. Of(FigureFamilies.Position, ("lungs", row => row.Lungs)),
        new("lesion_side", FigureFamilies.Position, row => SideName(row.LesionSide))
        {
            Words = [.. Enum.GetValues<LungSide>().Select(side => SideName(side)!)],
        },
        .. Of(
            FigureFamilies.Position,
            ("lesion_in_lung", row => row.LesionInLung),
            ("pleura_min_px", row => row.PleuraMinPx),
            ("pleura_max_px", row => row.PleuraMaxPx)
        ),
        new("outcome", FigureFamilies.Threshold, row => row.Outcome is { } outcome ? ThresholdOutcomes.Name(outcome) : null)
        {
            Words = [.. Enum.GetValues<ThresholdOutcome>().Select(ThresholdOutcomes.Name)],
        },
        new("stored", FigureFamilies.Threshold, row => row.Stored is { } stored ? Model.StoredAreas.Name(stored) : null)
        {
            Words = [.. Enum.GetValues<Model.StoredArea>().Select(Model.StoredAreas.Name)],
        },
    ];

    /// <summary>The columns that the families asked for fill.</summary>
    public static IEnumerable<RowColumn> Of(FigureFamilies families) =>
        All.Where(column => column.Family == FigureFamilies.None || (column.Family & families) != 0);

    /// <summary>Name of a side in JSON and CSV; null for none.</summary>
    public static string? SideName(LungSide? side) =>
        side switch
        {
            null => null,
            LungSide.ImageLeft => "image_left",
            _ => "image_right",
        };

    private static IEnumerable<RowColumn> Of(
        FigureFamilies family,
        params IEnumerable<(string Name, Func<RowStatistics, object?> ValueOf)> figures
    ) => figures.Select(figure => new RowColumn(figure.Name, family, figure.ValueOf));
}
