using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Phantom;

namespace LungSeg.Core.Tests.Validation;

/// <summary>A row to plant a fault in. Without one, hu_array is the phantom's true lung of its slice.</summary>
internal sealed class PlantedRow
{
    private PlantedRow(string? label, int side, byte[] lung) => (Label, Side, Lung) = (label, side, lung);

    public string? Label { get; set; }

    public int Side { get; }

    /// <summary>The true lung.</summary>
    public byte[] Lung { get; }

    public sbyte[] Mask { get; private init; } = [];

    public double[] Hu { get; private init; } = [];

    public double[] HuOld { get; private init; } = [];

    /// <summary>What is written in place of the mask.</summary>
    public PlantedArray? OtherMask { get; set; }

    /// <summary>What is written in place of hu_array.</summary>
    public PlantedArray? OtherHu { get; set; }

    /// <summary>What is written in place of hu_array_old.</summary>
    public PlantedArray? OtherHuOld { get; set; }

    public IEnumerable<int> LesionPixels => Enumerable.Range(0, Mask.Length).Where(i => Mask[i] != 0);

    /// <summary>A lung pixel away from the lesion, whose HU is not 0.</summary>
    public int LungPixel => Enumerable.Range(0, Lung.Length).First(i => Lung[i] != 0 && Mask[i] == 0 && HuOld[i] < -800);

    public static PlantedRow Of(string label, PhantomSlice slice)
    {
        var row = new PlantedRow(label, slice.Side, slice.Lung.ToArray())
        {
            Mask = slice.Mask.ToArray(),
            Hu = new double[slice.Hu.Length],
            HuOld = slice.Hu.ToArray(),
        };
        row.Keep(i => row.Lung[i] != 0);
        return row;
    }

    public PlantedRow Copy() =>
        new(Label, Side, Lung)
        {
            Mask = [.. Mask],
            Hu = [.. Hu],
            HuOld = [.. HuOld],
        };

    /// <summary>Makes hu_array of the pixels that are to be kept.</summary>
    public void Keep(Predicate<int> isKept)
    {
        for (var i = 0; i < Hu.Length; i++)
        {
            Hu[i] = (isKept(i) ? 1 : 0) * HuOld[i];
        }
    }

    /// <summary>Sets one pixel of the slice, which hu_array keeps.</summary>
    public void Set(int pixel, double hu) => (Hu[pixel], HuOld[pixel]) = (hu, hu);

    public IReadOnlyList<PlantedArray> Arrays() =>
        [
            OtherMask ?? PlantedArray.Of<sbyte>(DType.Int8, Mask, Side, Side),
            OtherHu ?? PlantedArray.Of<double>(DType.Float64, Hu, Side, Side),
            OtherHuOld ?? PlantedArray.Of<double>(DType.Float64, HuOld, Side, Side),
        ];
}
