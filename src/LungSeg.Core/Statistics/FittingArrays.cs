using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>The arrays of a row that have the shape of the measured array; others are null.</summary>
internal sealed record FittingArrays(ArrayInfo? Old, ArrayInfo? Hu, bool HasMask, bool MeasuresHu)
{
    public ArrayInfo? Image => MeasuresHu ? Hu : Old;

    public bool HasBothHu => Old is not null && Hu is not null;

    public bool CanThreshold => SliceShape.IsSlice(Old);

    public static FittingArrays Choose(RowAnalysis row, HuColumn measured, bool needsMask)
    {
        var image = measured == HuColumn.Hu ? row.Hu : row.HuOld;
        var model = image ?? row.HuOld ?? row.Hu ?? row.Mask;
        ArrayInfo? Fit(ArrayInfo? array) => array is not null && array.HasShapeOf(model!) ? array : null;
        return new FittingArrays(Fit(row.HuOld), Fit(row.Hu), needsMask && Fit(row.Mask) is not null, measured == HuColumn.Hu);
    }

    /// <summary>Reads the measured array, and the array that tells which pixels are dropped where they must be known.</summary>
    public MeasuredSlice Read(RowAnalysis row, bool withDropped) =>
        new()
        {
            Height = (int)Image!.Shape[0],
            Width = (int)Image.Shape[1],
            Old = Old is null ? [] : row.Read(Old),
            Hu = Hu is null || !withDropped ? [] : row.Read(Hu),
            MeasuresHu = MeasuresHu,
        };
}
