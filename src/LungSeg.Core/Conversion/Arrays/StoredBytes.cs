using System.Runtime.InteropServices;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>The arrays of one row as its input holds them; hu_array is made where a method is given.</summary>
internal sealed class StoredBytes(ExportRow row, RowMasker? method) : RowBytes
{
    private readonly CtSample _sample = row.Row.Load();

    public override byte[] Read(string name) => View(name).ToArray();

    public override ReadOnlySpan<byte> View(string name) =>
        name switch
        {
            DatasetColumns.Mask => _sample.ReadBytes(row.Row.Mask!),
            DatasetColumns.HuOld => _sample.ReadBytes(row.Row.HuOld!),
            _ when row.Row.Hu is { } hu => _sample.ReadBytes(hu),
            _ => MemoryMarshal.AsBytes<double>(MakeHu()),
        };

    public override void Dispose() => _sample.Dispose();

    /// <summary>Makes hu_array as the authors did: the slice itself where the method gives no mask.</summary>
    private double[] MakeHu()
    {
        HuEncoding.RefuseRounded(_sample.ReadBytes(row.Row.HuOld!), row.Row.HuOld!.DType, row.Row, DatasetColumns.HuOld);
        var old = _sample.ReadValues(row.Row.HuOld!);
        var made = new double[old.Length];
        var mask = new byte[old.Length];
        if (ThresholdOutcomes.HasMask(method!.Compute(_sample, mask)))
        {
            LungProduct.Apply(old, mask, made);
        }
        else
        {
            old.CopyTo(made);
        }

        return made;
    }
}
