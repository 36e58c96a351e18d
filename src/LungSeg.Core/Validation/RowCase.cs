using System.Globalization;
using System.IO.Hashing;
using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Validation;

/// <summary>One row to check: its analysis, the limits that hold for it, and the arrays that rules use.</summary>
/// <remarks>Not thread-safe. Nothing of the row is kept after its rules have run.</remarks>
internal sealed class RowCase(RowAnalysis analysis, int inputNumber, ValidationLimits limits)
{
    /// <summary>Analysis of the row. A rule first checks that the row has the arrays that a value needs.</summary>
    public RowAnalysis Analysis => analysis;

    public DatasetRow Row => analysis.Row;

    public ValidationLimits Limits => limits;

    /// <summary>The mask, where it is a slice of numbers of at least 2 x 2 that lies on its image.</summary>
    public ArrayInfo? Mask { get; } = GetUsable(analysis.Row, analysis.Row.FoundMask);

    /// <summary>The mask as it is stored, whichever of its classes are the lesion.</summary>
    public ArrayInfo? StoredMask { get; } = GetUsable(analysis.Row, analysis.Row.StoredMask);

    /// <summary>hu_array, where it is a slice of numbers of at least 2 x 2.</summary>
    public ArrayInfo? Hu { get; } = GetSlice(analysis.Row.FoundHu);

    /// <summary>hu_array_old, where it is a slice of numbers of at least 2 x 2.</summary>
    public ArrayInfo? HuOld { get; } = GetSlice(analysis.Row.FoundHuOld);

    /// <summary>Whether hu_array can be compared with hu_array_old.</summary>
    public bool HasBothHu => Hu is not null && HuOld is not null && analysis.HasBothHu;

    /// <summary>Whether the mask fits hu_array_old.</summary>
    public bool HasMaskOfSlice => Mask is not null && HuOld is not null && analysis.HasMaskOfSlice;

    /// <summary>Number of lesion pixels; 0 without a mask.</summary>
    public int LesionPixels => Mask is null ? 0 : analysis.LesionPixels;

    /// <summary>What hu_array is; null where it cannot be compared.</summary>
    public StoredArea? Stored => HasBothHu ? analysis.Stored : null;

    /// <summary>Share of the lesion that hu_array keeps; null without a lesion or where it cannot be compared.</summary>
    public double? LesionKept => HasBothHu && HasMaskOfSlice ? analysis.LesionKept : null;

    /// <summary>What hu_array keeps of the lesion, and what the method hull would keep, in words.</summary>
    /// <param name="kept">Share that is kept, under 1.</param>
    public string DescribeKept(double kept) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Percent(kept)} of {LesionPixels} lesion px are kept, hull would keep {Percent(MethodMasks.GetLesionKeptByHull(analysis))}"
        );

    /// <summary>How the published method ends on the slice, as the end of a message.</summary>
    public string DescribeOutcome() => $"; outcome of the published method: {ThresholdOutcomes.Name(analysis.Outcome)}";

    /// <summary>Both HU columns that are slices, each array once, by their names.</summary>
    public IEnumerable<(string Column, ArrayInfo Array)> HuArrays
    {
        get
        {
            if (Hu is not null && !Row.HuIsHuOld)
            {
                yield return (DatasetColumns.Hu, Hu);
            }

            if (HuOld is not null)
            {
                yield return (DatasetColumns.HuOld, HuOld);
            }
        }
    }

    /// <summary>Descriptor of hu_array_old, or of hu_array where there is no hu_array_old; null without either.</summary>
    public SliceDescriptor? DescribeSlice(bool withMirrors) =>
        RowVerdictPiece.GetSlice(Row) is { } slice
            ? DescriptorReader.Compute(analysis.Sample, slice, new SliceSize((int)slice.Shape[0], (int)slice.Shape[1]), withMirrors)
            : null;

    /// <summary>Hash of the lesion; null without a mask.</summary>
    public UInt128? HashLesion() => Mask is null ? null : XxHash128.HashToUInt128(analysis.Lesion, Mask.Shape[1]);

    /// <summary>HU of the padding of hu_array_old; null where it has none.</summary>
    public double? FindPaddingHu() => HuOld is not null && analysis.FindPadding(HuOld).Pixels > 0 ? analysis.Scan(HuOld).Min : null;

    /// <summary>A finding on this row.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="column">Column; null for the whole row.</param>
    /// <param name="message">Description of the fault.</param>
    /// <param name="figure">The figure that the rule judged.</param>
    /// <param name="limit">The limit that it was compared with.</param>
    public Finding Report(RuleInfo rule, string? column, string message, double? figure = null, double? limit = null) =>
        new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = Row.Input.Path,
            Stem = Row.Input.Stem,
            RowIndex = Row.Index,
            InputNumber = inputNumber,
            Column = column,
            Message = message,
            Figure = figure,
            Limit = limit,
            Offset = GetArray(column)?.Offset,
        };

    private static ArrayInfo? GetUsable(DatasetRow row, ArrayInfo? mask) => row.MaskFault is null ? GetSlice(mask) : null;

    private static ArrayInfo? GetSlice(ArrayInfo? array) => SliceShape.IsSlice(array) ? array : null;

    private ArrayInfo? GetArray(string? column) =>
        column switch
        {
            DatasetColumns.Mask => Row.FoundMask,
            DatasetColumns.Hu => Row.FoundHu,
            DatasetColumns.HuOld => Row.FoundHuOld,
            _ => null,
        };

    private static string Percent(double share)
    {
        // Neither a whole lesion nor a lost one, however little is missing or left.
        var format = share is (> 0 and < 0.005) or (>= 0.995 and < 1) ? "0.00" : "0";
        return (100 * share).ToString(format, CultureInfo.InvariantCulture) + " %";
    }
}
