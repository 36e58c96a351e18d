using System.IO.Hashing;
using System.Runtime.InteropServices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Core.Validation;

/// <summary>One row as a rule sees it. What several rules need is worked out when first asked for, and kept for the others.</summary>
/// <remarks>For one thread at a time. Nothing of the row is kept once its rules have run.</remarks>
internal sealed class RowCase : IDisposable
{
    private readonly CtSample _sample;
    private readonly int _inputNumber;
    private readonly Dictionary<ArrayInfo, ValueScan> _scans = [];
    private byte[]? _kept;
    private byte[]? _lesion;
    private ChestAreas? _chest;
    private StoredArea? _stored;
    private ThresholdOutcome? _outcome;

    public RowCase(DatasetRow row, int inputNumber, ValidationLimits limits)
    {
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
    public ReadOnlySpan<byte> Lesion => _lesion ??= Mask is null ? [] : Datasets.Lesion.Of(_sample, Mask);

    /// <summary>1 where hu_array keeps a pixel of hu_array_old, [row, col]. Needs <see cref="HasBoth"/>.</summary>
    public ReadOnlySpan<byte> Kept
    {
        get
        {
            if (_kept is null)
            {
                _kept = new byte[HuOld!.Count];
                KeptArea.Mark(Values(Hu!), Values(HuOld), _kept);
            }

            return _kept;
        }
    }

    /// <summary>Body and lungs in hu_array_old.</summary>
    public ChestAreas Chest => _chest ??= ChestAreas.Find(Values(HuOld!), (int)HuOld!.Shape[0], (int)HuOld.Shape[1]);

    /// <summary>What hu_array is. Needs <see cref="HasBoth"/>.</summary>
    public StoredArea Stored => _stored ??= KeptArea.Classify(Values(Hu!), Values(HuOld!), Kept, Chest.Lungs);

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

    /// <summary>Hash of the shape and the values of the slice: hu_array_old, or hu_array where that is all there is.</summary>
    public UInt128? SliceHash() => (HuOld ?? Hu) is { } slice ? Hash(slice, MemoryMarshal.AsBytes(Values(slice))) : null;

    /// <summary>Hash of the lesion.</summary>
    public UInt128? LesionHash() => Mask is not null ? Hash(Mask, Lesion) : null;

    /// <summary>A finding on this row.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="column">Column; null for the whole row.</param>
    /// <param name="message">What was found.</param>
    public Finding Report(RuleInfo rule, string? column, string message) => new()
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

    private static UInt128 Hash(ArrayInfo array, ReadOnlySpan<byte> values)
    {
        var hash = new XxHash128();
        foreach (var length in array.Shape)
            hash.Append(BitConverter.GetBytes(length));
        hash.Append(values);
        return hash.GetCurrentHashAsUInt128();
    }

    private ArrayInfo? ArrayOf(string? column) => column switch
    {
        DatasetColumns.Mask => Row.Mask,
        DatasetColumns.Hu => Row.Hu,
        DatasetColumns.HuOld => Row.HuOld,
        _ => null,
    };
}
