using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Analysis;

/// <summary>All that is computed of one row. Each value is computed when it is first read, and then kept.</summary>
/// <remarks>
/// Not thread-safe. A consumer checks that the row has the arrays that a value needs before it reads the value, since some consumers skip
/// such rows and others refuse them.
/// </remarks>
internal sealed class RowAnalysis : IDisposable
{
    private readonly RowMemoryPool _pool;
    private readonly RowMemory _memory;
    private readonly Dictionary<ArrayInfo, ValueScan> _scans = [];
    private ArrayInfo? _paddedArray;
    private bool _hasKept;
    private bool _hasLesion;
    private bool _hasLesionBox;
    private bool _hasLungHu;
    private LesionBox? _lesionBox;
    private LesionParts? _parts;
    private int? _lesionPixels;
    private int? _droppedPixels;
    private ChestAreas? _chest;
    private StoredArea? _stored;
    private MethodArea[]? _methodAreas;
    private ThresholdOutcome? _outcome;

    private RowAnalysis(DatasetRow row, RowMemoryPool pool)
    {
        _pool = pool;
        _memory = pool.Rent();
        Sample = row.Load();
    }

    /// <summary>The row's arrays, each read once.</summary>
    public CtSample Sample { get; }

    public DatasetRow Row => Sample.Row;

    /// <summary>The mask, where it is a slice of numbers, [row, col] of any size over 0, that lies on its image.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds something else than a slice.</exception>
    public ArrayInfo? Mask => Row.MaskFault is null ? GetSlice(Row.Mask) : null;

    /// <summary>hu_array, where it is a slice of numbers.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds something else than a slice.</exception>
    public ArrayInfo? Hu => GetSlice(Row.Hu);

    /// <summary>hu_array_old, where it is a slice of numbers.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The cell holds something else than a slice.</exception>
    public ArrayInfo? HuOld => GetSlice(Row.HuOld);

    /// <summary>Whether hu_array can be compared with hu_array_old.</summary>
    public bool HasBothHu => Hu is not null && HuOld is not null && Hu.HasShapeOf(HuOld);

    /// <summary>Whether the mask fits hu_array_old.</summary>
    public bool HasMaskOfSlice => Mask is not null && HuOld is not null && Mask.HasShapeOf(HuOld);

    /// <summary>The lesion: 1 where the mask is neither 0 nor NaN, [row, col]. Needs <see cref="Mask"/>.</summary>
    public ReadOnlySpan<byte> Lesion
    {
        get
        {
            var lesion = _memory.GetLesion(Mask!.Count);
            if (!_hasLesion)
            {
                Datasets.Lesion.Read(Sample, Mask, lesion);
                _hasLesion = true;
            }

            return lesion;
        }
    }

    /// <summary>Number of lesion pixels. Needs <see cref="Mask"/>.</summary>
    public int LesionPixels => _lesionPixels ??= Lesion.Count((byte)1);

    /// <summary>Bounding box of the lesion; null without a lesion. Needs <see cref="Mask"/>.</summary>
    public LesionBox? LesionBox
    {
        get
        {
            if (!_hasLesionBox)
            {
                (_lesionBox, _hasLesionBox) = (Analysis.LesionBox.Find(Lesion, (int)Mask!.Shape[1]), true);
            }

            return _lesionBox;
        }
    }

    /// <summary>Mean row and column of the lesion's pixels. Needs a lesion.</summary>
    public (double Row, double Column) LesionCentre
    {
        get
        {
            var lesion = Lesion;
            var (box, width) = (LesionBox!.Value, (int)Mask!.Shape[1]);
            var (rowSum, columnSum) = (0L, 0L);
            for (var r = box.Top; r < box.Bottom; r++)
            {
                for (var c = box.Left; c < box.Right; c++)
                {
                    var isLesion = lesion[(r * width) + c];
                    rowSum += isLesion * r;
                    columnSum += isLesion * c;
                }
            }

            return ((double)rowSum / LesionPixels, (double)columnSum / LesionPixels);
        }
    }

    /// <summary>Connected components and holes of the lesion. Needs <see cref="Mask"/>.</summary>
    public LesionParts LesionParts =>
        _parts ??= LesionBox is { } box ? _memory.Parts.Count(Lesion, box, (int)Mask!.Shape[0], (int)Mask.Shape[1]) : default;

    /// <summary>1 where hu_array keeps a pixel of hu_array_old, [row, col]. Needs <see cref="HasBothHu"/>.</summary>
    public ReadOnlySpan<byte> Kept
    {
        get
        {
            var kept = _memory.GetKept(HuOld!.Count);
            if (!_hasKept)
            {
                KeptArea.Mark(Read(Hu!), Read(HuOld), kept);
                _hasKept = true;
            }

            return kept;
        }
    }

    /// <summary>Number of dropped pixels. Needs <see cref="HasBothHu"/>.</summary>
    public int DroppedPixels => _droppedPixels ??= _hasKept ? Kept.Count((byte)0) : KeptArea.CountDropped(Read(Hu!), Read(HuOld!));

    /// <summary>
    /// Share of the lesion that hu_array keeps, 1 - dropped lesion px / lesion px; null without a lesion. Needs <see cref="HasBothHu"/> and
    /// <see cref="HasMaskOfSlice"/>.
    /// </summary>
    public double? LesionKept => LesionBox is { } box ? 1 - ((double)CountDropped(box) / LesionPixels) : null;

    /// <summary>Body and lungs in hu_array_old, by the refined method. Needs sides of 2 and more.</summary>
    public ChestAreas Chest => _chest ??= Finish(ChestAreas.Find(Read(HuOld!), (int)HuOld!.Shape[0], (int)HuOld.Shape[1]));

    /// <summary>Class of the stored hu_array. Needs <see cref="HasBothHu"/> and sides of 2 and more.</summary>
    public StoredArea Stored =>
        _stored ??= KeptArea.Classify(
            Read(Hu!),
            Read(HuOld!),
            Kept,
            (int)HuOld!.Shape[1],
            () => Chest.Lungs,
            () => MethodMasks.IsHull(this)
        );

    /// <summary>How the published algorithm ends on hu_array_old. Needs sides of 2 and more.</summary>
    public ThresholdOutcome Outcome => _outcome ??= MakeMask(LungMaskers.Published, _memory.GetMask(HuOld!.Count));

    /// <summary>Makes the mask of a method on hu_array_old; methods that build on one another share their work. Needs sides of 2.</summary>
    public ThresholdOutcome MakeMask(ILungMasker method, Span<byte> mask) =>
        method switch
        {
            RefinedMasker => Chest.WriteMask(mask),
            HullMasker hull => Chest.WriteHull(mask, hull.Margin),
            PublishedMasker => (_outcome = Threshold(method, mask)).Value,
            _ => Threshold(method, mask),
        };

    private ThresholdOutcome Threshold(ILungMasker method, Span<byte> mask) =>
        Finish(method.Compute(Read(HuOld!), (int)HuOld!.Shape[0], (int)HuOld.Shape[1], mask));

    /// <summary>What each method keeps of slice and lesion, in the order of <see cref="LungMaskers.All"/>. Needs sides of 2.</summary>
    public IReadOnlyList<MethodArea> MethodAreas => _methodAreas ??= MethodMasks.Measure(this);

    /// <summary>Counts and histogram of the slice that <see cref="MeasureHu"/> measured last.</summary>
    public HuMeasure HuCounts => _memory.Hu;

    /// <summary>Opens a row; its arrays are read when they are first used.</summary>
    /// <exception cref="Bytes.DatasetFormatException">
    /// The file has changed since it was indexed (this exception may come from each value too).
    /// </exception>
    public static RowAnalysis Open(DatasetRow row, RowMemoryPool pool) => new(row, pool);

    /// <summary>Values of an array of the row, [row, col] in C order.</summary>
    public ReadOnlySpan<double> Read(ArrayInfo array) => Sample.ReadValues(array);

    /// <summary>Counts over an array's values.</summary>
    public ValueScan Scan(ArrayInfo array)
    {
        if (!_scans.TryGetValue(array, out var scan))
        {
            _scans.Add(array, scan = ValueScan.Count(Read(array)));
        }

        return scan;
    }

    /// <summary>Padding of an array of HU; valid until the next call with another array.</summary>
    public CornerPadding FindPadding(ArrayInfo array)
    {
        if (!ReferenceEquals(_paddedArray, array))
        {
            var scan = Scan(array);
            _memory.Padding.Find(Read(array), (int)array.Shape[1], scan.Min, scan.IsFinite);
            _paddedArray = array;
        }

        return _memory.Padding;
    }

    /// <summary>HU figures of one of the row's arrays, without padding.</summary>
    /// <param name="pixels">Both arrays, and which is measured.</param>
    /// <param name="image">The array that is measured.</param>
    public HuFigures MeasureHu(MeasuredSlice pixels, ArrayInfo image)
    {
        if (_memory.Hu.Count(pixels) is { } range)
        {
            _scans.TryAdd(image, new ValueScan(0, 0, 0, range.Min, range.Max));
        }

        return _memory.Hu.Measure(pixels, FindPadding(pixels, image));
    }

    /// <summary>HU of the lesion and of the ring around it, without padding. Needs a lesion.</summary>
    /// <param name="pixels">Both arrays, and which is measured.</param>
    /// <param name="image">The array that is measured.</param>
    public LesionHu MeasureLesionHu(MeasuredSlice pixels, ArrayInfo image)
    {
        var padding = FindPadding(pixels, image).Mask;
        return _memory.GetLesionMeasure(pixels.Height, pixels.Width).Measure(pixels, Lesion, LesionBox!.Value, padding);
    }

    /// <summary>HU of the lungs, in the order of the pixels. Needs sides of 2 and more.</summary>
    /// <param name="pixels">Both arrays, and which is measured.</param>
    /// <param name="image">The array that is measured, always the same.</param>
    public ReadOnlySpan<double> GetLungHu(MeasuredSlice pixels, ArrayInfo image)
    {
        if (!_hasLungHu)
        {
            _memory.LungHu.Collect(pixels, Chest.Lungs.Labels, FindPadding(pixels, image).Mask);
            _hasLungHu = true;
        }

        return _memory.LungHu.Values;
    }

    /// <summary>HU of the lesion, as <see cref="GetLungHu"/>. Needs a mask of the measured array's shape.</summary>
    public ReadOnlySpan<double> GetLesionHu(MeasuredSlice pixels, ArrayInfo image) =>
        _memory.LesionHu.Collect(pixels, Lesion, FindPadding(pixels, image).Mask);

    /// <summary>Where the lesion lies in the lungs. Needs a lesion, <see cref="HasMaskOfSlice"/> and sides of 2 and more.</summary>
    public LesionPosition MeasureLesionPosition() =>
        _memory.GetPositionMeasure((int)HuOld!.Shape[0], (int)HuOld.Shape[1]).Measure(Chest.Lungs, Lesion, LesionBox!.Value);

    /// <inheritdoc/>
    public void Dispose()
    {
        Sample.Dispose();
        _pool.Return(_memory);
    }

    /// <summary>Working memory for a mask of hu_array_old; the next user overwrites it.</summary>
    public Span<byte> MaskMemory => _memory.GetMask(HuOld!.Count).AsSpan(0, (int)HuOld.Count);

    /// <summary>Gives back what a method has worked with on a large slice, before the next one takes as much.</summary>
    private T Finish<T>(T result)
    {
        LargeMemory.Release(HuOld!.Count * sizeof(double));
        return result;
    }

    private static ArrayInfo? GetSlice(ArrayInfo? array) => SliceShape.HoldsPixels(array) ? array : null;

    /// <summary>Padding of hu_array_old where the row has it, whichever array is measured: thresholding sets padding to 0.</summary>
    private CornerPadding FindPadding(MeasuredSlice pixels, ArrayInfo image) => FindPadding(pixels.Old.IsEmpty ? image : HuOld!);

    private long CountDropped(LesionBox box)
    {
        var lesion = Lesion;
        var hu = Read(Hu!);
        var huOld = Read(HuOld!);
        var width = (int)HuOld!.Shape[1];
        var dropped = 0L;
        for (var r = box.Top; r < box.Bottom; r++)
        {
            for (var i = (r * width) + box.Left; i < (r * width) + box.Right; i++)
            {
                dropped += lesion[i] != 0 && hu[i] == 0 && huOld[i] != 0 ? 1 : 0;
            }
        }

        return dropped;
    }
}
