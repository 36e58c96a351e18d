using System.Text.Json.Serialization;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>
/// Figures of one row. A figure is null where it was not requested or the row lacks an array for it. docs/stats.md defines each.
/// </summary>
/// <remarks>
/// Rows and columns count from 0, ends are exclusive, lengths are in pixels unless their name says mm. HU figures exclude padding, NaN and
/// infinities.
/// </remarks>
public sealed record RowStatistics
{
    /// <summary>Name of the row, for example <c>lung_cancer_train:17</c>.</summary>
    public required string Row { get; init; }

    /// <summary>Stem of its input: the name up to the last colon.</summary>
    [JsonIgnore]
    public string Stem => Row[..Math.Max(Row.LastIndexOf(':'), 0)];

    /// <summary>Label as it stands in the file.</summary>
    public string? Label { get; init; }

    /// <summary>Canonical Lung-RADS class, <c>unknown</c>, or <c>missing</c> where it has no label.</summary>
    public required string Class { get; init; }

    /// <summary>Group, where figures are by group.</summary>
    public string? Group { get; init; }

    /// <summary>Pixels whose HU count.</summary>
    public long? HuPx { get; init; }

    /// <summary>Padding pixels.</summary>
    public long? HuPaddingPx { get; init; }

    /// <summary>Padding pixels / all pixels.</summary>
    public double? HuPaddingShare { get; init; }

    /// <summary>NaN and infinities outside the padding.</summary>
    public long? HuNonFinitePx { get; init; }

    /// <summary>Dropped pixels left out, where <c>hu_array</c> is measured.</summary>
    public long? HuDroppedPx { get; init; }

    /// <summary>Minimum HU.</summary>
    public double? HuMin { get; init; }

    /// <summary>Maximum HU.</summary>
    public double? HuMax { get; init; }

    /// <summary>Mean HU.</summary>
    public double? HuMean { get; init; }

    /// <summary>Standard deviation of HU, ddof 0.</summary>
    public double? HuStd { get; init; }

    /// <summary>1st percentile; null where a value is not an integer.</summary>
    public double? HuP01 { get; init; }

    /// <summary>5th percentile.</summary>
    public double? HuP05 { get; init; }

    /// <summary>Median.</summary>
    public double? HuP50 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? HuP95 { get; init; }

    /// <summary>99th percentile.</summary>
    public double? HuP99 { get; init; }

    /// <summary>Pixels under -900 HU.</summary>
    public long? HuAirPx { get; init; }

    /// <summary>Pixels of -900 HU and more, under -300.</summary>
    public long? HuLungPx { get; init; }

    /// <summary>Pixels of -300 HU and more, under 200.</summary>
    public long? HuSoftPx { get; init; }

    /// <summary>Pixels of 200 HU and more.</summary>
    public long? HuBonePx { get; init; }

    /// <summary>Sum of HU.</summary>
    public double? HuSum { get; init; }

    /// <summary>Exact sum of squares; null where a HU is not an integer.</summary>
    public long? HuSumSquares { get; init; }

    /// <summary>Sum of squared deviations from the mean, where <see cref="HuSumSquares"/> is null.</summary>
    public double? HuSquaredDeviations { get; init; }

    /// <summary>Lesion pixels: mask is not 0.</summary>
    public long? LesionPx { get; init; }

    /// <summary>Diameter of the circle whose area is <see cref="LesionPx"/>.</summary>
    public double? LesionDiameterPx { get; init; }

    /// <summary><see cref="LesionDiameterPx"/> in mm, where the size of a pixel is known.</summary>
    public double? LesionDiameterMm { get; init; }

    /// <summary>First row of the bounding box.</summary>
    public long? LesionTop { get; init; }

    /// <summary>First column of the bounding box.</summary>
    public long? LesionLeft { get; init; }

    /// <summary>Row after the last of the bounding box.</summary>
    public long? LesionBottom { get; init; }

    /// <summary>Column after the last of the bounding box.</summary>
    public long? LesionRight { get; init; }

    /// <summary>Mean row of the lesion's pixels.</summary>
    public double? LesionRow { get; init; }

    /// <summary>Mean column of the lesion's pixels.</summary>
    public double? LesionCol { get; init; }

    /// <summary>Lesion pixels whose HU count.</summary>
    public long? LesionHuPx { get; init; }

    /// <summary>Minimum HU in the lesion.</summary>
    public double? LesionHuMin { get; init; }

    /// <summary>Maximum HU in the lesion.</summary>
    public double? LesionHuMax { get; init; }

    /// <summary>Mean HU in the lesion.</summary>
    public double? LesionHuMean { get; init; }

    /// <summary>Standard deviation of HU in the lesion, ddof 0.</summary>
    public double? LesionHuStd { get; init; }

    /// <summary>Sum of HU in the lesion.</summary>
    public double? LesionHuSum { get; init; }

    /// <summary>Exact sum of squares in the lesion; null where a HU is not an integer.</summary>
    public long? LesionHuSumSquares { get; init; }

    /// <summary>Sum of squared deviations from the mean in the lesion, where <see cref="LesionHuSumSquares"/> is null.</summary>
    public double? LesionHuSquaredDeviations { get; init; }

    /// <summary>Pixels of the ring around the lesion.</summary>
    public long? RingPx { get; init; }

    /// <summary>Mean HU of the ring.</summary>
    public double? RingHuMean { get; init; }

    /// <summary>Mean HU of the lesion less that of the ring.</summary>
    public double? LesionContrast { get; init; }

    /// <summary>Pixels not dropped / all pixels.</summary>
    public double? LungShare { get; init; }

    /// <summary>Share of the lesion that <c>hu_array</c> keeps.</summary>
    public double? LesionKept { get; init; }

    /// <summary>Components of the lesion, 8-connected.</summary>
    public long? LesionComponents { get; init; }

    /// <summary>Pixels of the largest component.</summary>
    public long? LesionLargestPx { get; init; }

    /// <summary>Holes: 4-connected areas that the lesion encloses.</summary>
    public long? LesionHoles { get; init; }

    /// <summary>Pixels of <see cref="LesionHoles"/>.</summary>
    public long? LesionHolePx { get; init; }

    /// <summary>Lung pixels, of the lungs that the method <c>refined</c> finds, whose HU count.</summary>
    public long? LungHuPx { get; init; }

    /// <summary>Mean HU of the lungs.</summary>
    public double? LungHuMean { get; init; }

    /// <summary>Standard deviation of HU in the lungs, ddof 0.</summary>
    public double? LungHuStd { get; init; }

    /// <summary>Sum of HU in the lungs.</summary>
    public double? LungHuSum { get; init; }

    /// <summary>Exact sum of squares in the lungs; null where a HU is not an integer.</summary>
    public long? LungHuSumSquares { get; init; }

    /// <summary>Sum of squared deviations from the mean in the lungs, where <see cref="LungHuSumSquares"/> is null.</summary>
    public double? LungHuSquaredDeviations { get; init; }

    /// <summary>Lungs that the method <c>refined</c> finds, 0 to 2.</summary>
    public long? Lungs { get; init; }

    /// <summary>The lung that holds most of the lesion; null where neither lung holds any.</summary>
    public LungSide? LesionSide { get; init; }

    /// <summary>Share of the lesion in either lung.</summary>
    public double? LesionInLung { get; init; }

    /// <summary>Minimum distance of a lesion pixel to the outside of its lung; 0 where a lesion pixel lies outside.</summary>
    public double? PleuraMinPx { get; init; }

    /// <summary>Maximum distance of a lesion pixel to the outside of its lung.</summary>
    public double? PleuraMaxPx { get; init; }

    /// <summary>How the published thresholding ends.</summary>
    public ThresholdOutcome? Outcome { get; init; }

    /// <summary>What the stored <c>hu_array</c> is.</summary>
    public StoredArea? Stored { get; init; }

    /// <summary>Share of the lesion that the method <c>published</c> keeps.</summary>
    public double? LesionKeptPublished { get; init; }

    /// <summary>Share of the lesion that the method <c>two-largest</c> keeps.</summary>
    public double? LesionKeptTwoLargest { get; init; }

    /// <summary>Share of the lesion that the method <c>refined</c> keeps.</summary>
    public double? LesionKeptRefined { get; init; }

    /// <summary>Share of the lesion that the method <c>hull</c> keeps.</summary>
    public double? LesionKeptHull { get; init; }

    /// <summary>Lesions of fewer pixels are near-empty.</summary>
    public const int NearEmptyPx = 10;
}
