using System.IO.Hashing;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Validation;

/// <summary>One row as a rule sees it. What several rules need is worked out when first asked for, and kept for the others.</summary>
/// <remarks>For one thread at a time. Nothing of the row is kept once its rules have run.</remarks>
internal sealed class RowCase : IDisposable
{
    private readonly CtSample _sample;
    private readonly int _inputNumber;
    private readonly Dictionary<ArrayInfo, ValueScan> _scans = [];
    private readonly RowTools _tools;
    private bool _hasKept;
    private bool _hasLesion;
    private ChestAreas? _chest;
    private StoredArea? _stored;
    private ThresholdOutcome? _outcome;

    public RowCase(DatasetRow row, int inputNumber, ValidationLimits limits, RowTools tools)
    {
        _tools = tools;
        _sample = row.Load();
        _inputNumber = inputNumber;
        Limits = limits;
        Mask = Slice(row.Mask);
        Hu = Slice(row.Hu);
        HuOld = Slice(row.HuOld);
    }

    public DatasetRow Row => _sample.Row;

    public ValidationLimits Limits { get; }

    /// <summary>The mask, where it is a slice of numbers.</summary>
    public ArrayInfo? Mask { get; }

    /// <summary>hu_array, where it is a slice of numbers.</summary>
    public ArrayInfo? Hu { get; }

    /// <summary>hu_array_old, where it is a slice of numbers.</summary>
    public ArrayInfo? HuOld { get; }

    /// <summary>Whether hu_array can be compared with hu_array_old.</summary>
    public bool HasBoth => Hu is not null && HuOld is not null && Hu.HasShapeOf(HuOld);

    /// <summary>Whether the mask fits hu_array_old.</summary>
    public bool HasMaskOfSlice => Mask is not null && HuOld is not null && Mask.HasShapeOf(HuOld);

    /// <summary>Both HU columns that are slices, each array once, by their names.</summary>
    public IEnumerable<(string Column, ArrayInfo Array)> HuArrays
    {
        get
        {
            if (Hu is not null && !Row.HuIsHuOld)
                yield return (DatasetColumns.Hu, Hu);
            if (HuOld is not null)
                yield return (DatasetColumns.HuOld, HuOld);
        }
    }

    /// <summary>Number of lesion pixels.</summary>
    public int LesionPixels => Lesion.Count((byte)1);

    /// <summary>1 where the mask is not 0, [row, col]; empty without a mask.</summary>
    public ReadOnlySpan<byte> Lesion
    {
        get
        {
            if (Mask is null)
                return [];
            var lesion = _tools.Lesion(Mask.Count);
            if (!_hasLesion)
                Datasets.Lesion.Read(_sample, Mask, lesion);
            _hasLesion = true;
            return lesion;
        }
    }

    /// <summary>Number of 8-connected parts of the lesion.</summary>
    public long LesionParts()
    {
        var (rows, columns) = ((int)Mask!.Shape[0], (int)Mask.Shape[1]);
        return LesionBox.Of(Lesion, columns) is { } box ? _tools.Components.Count(Lesion, box, rows, columns).Components : 0;
    }

    /// <summary>1 where hu_array keeps a pixel of hu_array_old, [row, col]. Needs <see cref="HasBoth"/>.</summary>
    public ReadOnlySpan<byte> Kept
    {
        get
        {
            var kept = _tools.Kept(HuOld!.Count);
            if (!_hasKept)
                KeptArea.Mark(Values(Hu!), Values(HuOld), kept);
            _hasKept = true;
            return kept;
        }
    }

    /// <summary>Body and lungs in hu_array_old.</summary>
    public ChestAreas Chest => _chest ??= ChestAreas.Find(Values(HuOld!), (int)HuOld!.Shape[0], (int)HuOld.Shape[1]);

    /// <summary>What hu_array is. Needs <see cref="HasBoth"/>.</summary>
    public StoredArea Stored =>
        _stored ??= KeptArea.ClassifyWithoutLungs(Values(Hu!), Values(HuOld!), Kept) ?? KeptArea.Classify(Kept, Chest.Lungs);

    /// <summary>Share of the lesion that hu_array keeps; null without a lesion or where it cannot be compared.</summary>
    public double? LesionKept => HasBoth && HasMaskOfSlice ? KeptArea.LesionKept(Values(Mask!), Kept) : null;

    /// <summary>How the published algorithm ends on hu_array_old.</summary>
    public ThresholdOutcome Outcome =>
        _outcome ??= LungMaskers.Published.Compute(Values(HuOld!), (int)HuOld!.Shape[0], (int)HuOld.Shape[1], new byte[HuOld.Count]);

    /// <summary>Values of an array of the row, [row, col] in C order.</summary>
    public ReadOnlySpan<double> Values(ArrayInfo array) => _sample.ReadValues(array);

    /// <summary>Counts over an array's values.</summary>
    public ValueScan Scan(ArrayInfo array)
    {
        if (!_scans.TryGetValue(array, out var scan))
            _scans.Add(array, scan = ValueScan.Of(Values(array)));
        return scan;
    }

    /// <summary>What the slice is compared by: hu_array_old, or hu_array where that is all there is; null without either.</summary>
    public SliceDescriptor? DescribeSlice() =>
        RowVerdictPiece.SliceOf(Row) is { } slice ? DescriptorReader.Of(Values(slice), (int)slice.Shape[0], (int)slice.Shape[1]) : null;

    /// <summary>Hash of the lesion; null without a mask.</summary>
    public UInt128? LesionHash() => Mask is not null ? XxHash128.HashToUInt128(Lesion, Mask.Shape[1]) : null;

    /// <summary>HU of the padding of hu_array_old; null where it has none.</summary>
    public double? PaddingHu()
    {
        if (HuOld is null || Scan(HuOld) is not { Min: < 0 and > double.NegativeInfinity } scan)
            return null;
        _tools.Padding.Find(Values(HuOld), (int)HuOld.Shape[1], scan.Min, scan.NaNs + scan.Infinities == 0);
        return _tools.Padding.Pixels > 0 ? scan.Min : null;
    }

    /// <summary>A finding on this row.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="column">Column; null for the whole row.</param>
    /// <param name="message">What was found.</param>
    public Finding Report(RuleInfo rule, string? column, string message) =>
        new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = Row.Input.Path,
            Stem = Row.Input.Stem,
            RowIndex = Row.Index,
            InputNumber = _inputNumber,
            Column = column,
            Message = message,
            Offset = ArrayOf(column)?.Offset,
        };

    /// <inheritdoc/>
    public void Dispose() => _sample.Dispose();

    private static ArrayInfo? Slice(ArrayInfo? array) => SliceShape.IsSlice(array) ? array : null;

    private ArrayInfo? ArrayOf(string? column) =>
        column switch
        {
            DatasetColumns.Mask => Row.Mask,
            DatasetColumns.Hu => Row.Hu,
            DatasetColumns.HuOld => Row.HuOld,
            _ => null,
        };
}
