using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Statistics;

/// <summary>The arrays of one row as far as they are slices of one shape, and what of them was found so far.</summary>
internal readonly ref struct RowPixels
{
    private const long MostPixels = 1 << 27;

    public RowPixels(CtSample sample, StatisticsOptions options)
    {
        var row = sample.Row;
        var (old, hu, mask) = (SliceOf(row.HuOld), SliceOf(row.Hu), SliceOf(row.Mask));
        var image = options.Image == MeasuredImage.Hu ? hu : old;
        var shape = (image ?? old ?? hu ?? mask)?.Shape ?? [0, 0];
        (Rows, Columns) = ((int)shape[0], (int)shape[1]);
        ArrayInfo? Fitting(ArrayInfo? array) => array is not null && array.Shape.SequenceEqual(shape) ? array : null;
        (old, hu, mask) = (Fitting(old), Fitting(hu), Fitting(mask));
        var figures = options.Figures;
        HasOld = old is not null;
        if (old is not null && (figures != FigureFamilies.Components))
            Old = sample.ReadValues(old);
        if (hu is not null && (options.Image == MeasuredImage.Hu || (figures & (FigureFamilies.Lesion | FigureFamilies.Threshold)) != 0))
            Hu = row.HuIsHuOld && HasOld ? Old : sample.ReadValues(hu);
        Image = options.Image == MeasuredImage.Hu ? Hu : Old;
        MaskInfo = mask;
        LeavesDroppedOut = options.Image == MeasuredImage.Hu;
    }

    public int Rows { get; }

    public int Columns { get; }

    public bool HasOld { get; }

    /// <summary>hu_array_old; empty without one.</summary>
    public ReadOnlySpan<double> Old { get; }

    /// <summary>hu_array; empty without one, or where nothing asked for needs it.</summary>
    public ReadOnlySpan<double> Hu { get; }

    /// <summary>The array whose HU are measured; empty without one.</summary>
    public ReadOnlySpan<double> Image { get; }

    public ArrayInfo? MaskInfo { get; }

    /// <summary>Whether dropped pixels have no HU to measure.</summary>
    public bool LeavesDroppedOut { get; }

    /// <summary>Whether a pixel was dropped; in a row without hu_array_old each 0 counts as dropped.</summary>
    public bool IsDropped(int i) => !Hu.IsEmpty && Hu[i] == 0 && (Old.IsEmpty || Old[i] != 0);

    private static ArrayInfo? SliceOf(ArrayInfo? array) =>
        array is { DType.IsNumeric: true, Count: > 0 and <= MostPixels, Shape.Count: 2 } ? array : null;
}
