using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>A figure of a row by its name, as CSV, JSON and <c>--where</c> call it.</summary>
/// <param name="Name">Name, in snake_case.</param>
/// <param name="Family">Family of the figure; none for the columns that name the row.</param>
/// <param name="GetValue">Gets the value of the figure: null, long, double or string.</param>
/// <param name="Definition">Definition in Markdown, for docs/stats.md.</param>
public sealed record FigureColumn(string Name, FigureFamilies Family, Func<RowStatistics, object?> GetValue, string Definition)
{
    /// <summary>The words that the value can be; empty where any text is possible, null where the value is a number.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>All figures of a row, in the order of the CSV.</summary>
public static class FigureColumns
{
    /// <summary>Name of the column that exists only where figures are by group.</summary>
    public const string Group = "group";

    /// <summary>The columns.</summary>
    public static IReadOnlyList<FigureColumn> All { get; } =
    [
        new("row", FigureFamilies.None, row => row.Row, "name of the row, `stem:index`") { Words = [] },
        new("label", FigureFamilies.None, row => row.Label, "label as it stands in the input") { Words = [] },
        new("class", FigureFamilies.None, row => row.Class, "Lung-RADS class of the label")
        {
            Words = [.. Model.LungRads.Classes, Model.LungRads.Unknown, Model.LungRads.Missing],
        },
        new(Group, FigureFamilies.None, row => row.Group, "group of the row; only where figures are by group") { Words = [] },
        new("hu_px", FigureFamilies.Hu, row => row.HuPx, "pixels that count"),
        new("hu_padding_px", FigureFamilies.Hu, row => row.HuPaddingPx, "padding pixels"),
        new("hu_padding_share", FigureFamilies.Hu, row => row.HuPaddingShare, "padding pixels / all pixels"),
        new("hu_non_finite_px", FigureFamilies.Hu, row => row.HuNonFinitePx, "NaN and infinities outside the padding"),
        new("hu_dropped_px", FigureFamilies.Hu, row => row.HuDroppedPx, "dropped pixels; null where `hu_array_old` is measured"),
        new("hu_min", FigureFamilies.Hu, row => row.HuMin, "minimum"),
        new("hu_max", FigureFamilies.Hu, row => row.HuMax, "maximum"),
        new("hu_mean", FigureFamilies.Hu, row => row.HuMean, "mean"),
        new("hu_std", FigureFamilies.Hu, row => row.HuStd, "standard deviation, ddof 0"),
        new(
            "hu_p01",
            FigureFamilies.Hu,
            row => row.HuP01,
            "1st percentile, as `numpy.percentile` (linear); null where a HU is not an integer in -32768..65535"
        ),
        new("hu_p05", FigureFamilies.Hu, row => row.HuP05, "5th percentile, as `hu_p01`"),
        new("hu_p50", FigureFamilies.Hu, row => row.HuP50, "median, as `hu_p01`"),
        new("hu_p95", FigureFamilies.Hu, row => row.HuP95, "95th percentile, as `hu_p01`"),
        new("hu_p99", FigureFamilies.Hu, row => row.HuP99, "99th percentile, as `hu_p01`"),
        new("hu_air_px", FigureFamilies.Hu, row => row.HuAirPx, "pixels with HU < -900"),
        new("hu_lung_px", FigureFamilies.Hu, row => row.HuLungPx, "pixels with -900 <= HU < -300"),
        new("hu_soft_px", FigureFamilies.Hu, row => row.HuSoftPx, "pixels with -300 <= HU < 200"),
        new("hu_bone_px", FigureFamilies.Hu, row => row.HuBonePx, "pixels with HU >= 200"),
        new("hu_sum", FigureFamilies.Hu, row => row.HuSum, "sum; exact where all HU are integers"),
        new("hu_sum_squares", FigureFamilies.Hu, row => row.HuSumSquares, "exact sum of squares; null where a HU is not an integer"),
        new(
            "hu_squared_deviations",
            FigureFamilies.Hu,
            row => row.HuSquaredDeviations,
            "sum of squared deviations from the mean, where `hu_sum_squares` is null"
        ),
        new("lesion_px", FigureFamilies.Lesion, row => row.LesionPx, "lesion pixels: mask is not 0; 0 for an empty mask"),
        new(
            "lesion_diameter_px",
            FigureFamilies.Lesion,
            row => row.LesionDiameterPx,
            "diameter of the circle of that area, 2 sqrt(px / pi)"
        ),
        new("lesion_diameter_mm", FigureFamilies.Lesion, row => row.LesionDiameterMm, "the same in mm, where the size of a pixel is known"),
        new("lesion_top", FigureFamilies.Lesion, row => row.LesionTop, "first row of the bounding box, as `scipy.ndimage.find_objects`"),
        new("lesion_left", FigureFamilies.Lesion, row => row.LesionLeft, "first column of the bounding box"),
        new("lesion_bottom", FigureFamilies.Lesion, row => row.LesionBottom, "row after the last of the bounding box"),
        new("lesion_right", FigureFamilies.Lesion, row => row.LesionRight, "column after the last of the bounding box"),
        new("lesion_row", FigureFamilies.Lesion, row => row.LesionRow, "row of the centroid: mean row of the lesion pixels"),
        new("lesion_col", FigureFamilies.Lesion, row => row.LesionCol, "column of the centroid: mean column of the lesion pixels"),
        new("lesion_hu_px", FigureFamilies.Lesion, row => row.LesionHuPx, "lesion pixels that count"),
        new("lesion_hu_min", FigureFamilies.Lesion, row => row.LesionHuMin, "their minimum HU"),
        new("lesion_hu_max", FigureFamilies.Lesion, row => row.LesionHuMax, "their maximum HU"),
        new("lesion_hu_mean", FigureFamilies.Lesion, row => row.LesionHuMean, "their mean HU"),
        new("lesion_hu_std", FigureFamilies.Lesion, row => row.LesionHuStd, "their standard deviation, ddof 0"),
        new("lesion_hu_sum", FigureFamilies.Lesion, row => row.LesionHuSum, "their sum, as `hu_sum`"),
        new("lesion_hu_sum_squares", FigureFamilies.Lesion, row => row.LesionHuSumSquares, "their sum of squares, as `hu_sum_squares`"),
        new(
            "lesion_hu_squared_deviations",
            FigureFamilies.Lesion,
            row => row.LesionHuSquaredDeviations,
            "their squared deviations, as `hu_squared_deviations`"
        ),
        new(
            "ring_px",
            FigureFamilies.Lesion,
            row => row.RingPx,
            "pixels of the ring that count: `binary_dilation` of the lesion with a disc of radius 5 px "
                + "(dx² + dy² <= 25), less the lesion; dropped pixels never count"
        ),
        new("ring_hu_mean", FigureFamilies.Lesion, row => row.RingHuMean, "mean HU of the ring"),
        new("lesion_contrast", FigureFamilies.Lesion, row => row.LesionContrast, "`lesion_hu_mean` - `ring_hu_mean`"),
        new("lung_share", FigureFamilies.Lesion, row => row.LungShare, "pixels not dropped / all pixels; null without both HU arrays"),
        new(
            "lesion_kept",
            FigureFamilies.Lesion,
            row => row.LesionKept,
            "1 - dropped lesion pixels / lesion pixels; null without a lesion or without both HU arrays"
        ),
        new("lesion_components", FigureFamilies.Components, row => row.LesionComponents, "8-connected components of the lesion"),
        new("lesion_largest_px", FigureFamilies.Components, row => row.LesionLargestPx, "pixels of the largest component"),
        new(
            "lesion_holes",
            FigureFamilies.Components,
            row => row.LesionHoles,
            "4-connected areas of `binary_fill_holes(mask) & ~mask`: pixels that the lesion " + "encloses, also diagonally"
        ),
        new("lesion_hole_px", FigureFamilies.Components, row => row.LesionHolePx, "pixels of the holes"),
        new("lungs", FigureFamilies.Position, row => row.Lungs, "lungs that [`refined`](thresholding.md) finds, 0 to 2"),
        new("lung_hu_px", FigureFamilies.Position, row => row.LungHuPx, "pixels of these lungs that count; null without a lung"),
        new("lung_hu_mean", FigureFamilies.Position, row => row.LungHuMean, "their mean HU"),
        new("lung_hu_std", FigureFamilies.Position, row => row.LungHuStd, "their standard deviation, ddof 0"),
        new("lung_hu_sum", FigureFamilies.Position, row => row.LungHuSum, "their sum, as `hu_sum`"),
        new("lung_hu_sum_squares", FigureFamilies.Position, row => row.LungHuSumSquares, "their sum of squares, as `hu_sum_squares`"),
        new(
            "lung_hu_squared_deviations",
            FigureFamilies.Position,
            row => row.LungHuSquaredDeviations,
            "their squared deviations, as `hu_squared_deviations`"
        ),
        new(
            "lesion_side",
            FigureFamilies.Position,
            row => SideName(row.LesionSide),
            "lung with most lesion pixels, `image_left` where both hold as many; null where neither holds any. Left has the lower "
                + "columns: in a slice as scanners show it the patient's right lung; the files do not say how theirs lie"
        )
        {
            Words = [.. Enum.GetValues<LungSide>().Select(side => SideName(side)!)],
        },
        new("lesion_in_lung", FigureFamilies.Position, row => row.LesionInLung, "share of the lesion pixels in either lung"),
        new(
            "pleura_min_px",
            FigureFamilies.Position,
            row => row.PleuraMinPx,
            "minimum of `distance_transform_edt(lung)` on the lesion, in the lung of `lesion_side`, whose edge hilum and "
                + "mediastinum are: 0 where the lesion reaches out of the lung, 1 at its edge"
        ),
        new("pleura_max_px", FigureFamilies.Position, row => row.PleuraMaxPx, "maximum of the same distances"),
        new(
            "outcome",
            FigureFamilies.Threshold,
            row => row.Outcome is { } outcome ? ThresholdOutcomes.Name(outcome) : null,
            "how the published algorithm ends: see [threshold](threshold.md)"
        )
        {
            Words = [.. Enum.GetValues<ThresholdOutcome>().Select(ThresholdOutcomes.Name)],
        },
        new(
            "stored",
            FigureFamilies.Threshold,
            row => row.Stored is { } stored ? Model.StoredAreas.Name(stored) : null,
            "what the stored `hu_array` is: see [threshold](threshold.md)"
        )
        {
            Words = [.. Enum.GetValues<Model.StoredArea>().Select(Model.StoredAreas.Name)],
        },
        new(
            "lesion_kept_published",
            FigureFamilies.Methods,
            row => row.LesionKeptPublished,
            "`lesion_kept` of the `hu_array` that the method `published` makes; where a method gives no mask, of the unchanged slice"
        ),
        new("lesion_kept_two_largest", FigureFamilies.Methods, row => row.LesionKeptTwoLargest, "the same of `two-largest`"),
        new("lesion_kept_refined", FigureFamilies.Methods, row => row.LesionKeptRefined, "the same of `refined`"),
        new("lesion_kept_hull", FigureFamilies.Methods, row => row.LesionKeptHull, "the same of `hull` with its default margin"),
    ];

    /// <summary>The columns of these families.</summary>
    public static IEnumerable<FigureColumn> Get(FigureFamilies families) =>
        All.Where(column => column.Family == FigureFamilies.None || (column.Family & families) != 0);

    /// <summary>Name of a side in JSON and CSV; null for none.</summary>
    public static string? SideName(LungSide? side) =>
        side switch
        {
            null => null,
            LungSide.ImageLeft => "image_left",
            _ => "image_right",
        };
}
