using System.Runtime.InteropServices;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>The arrays of one row as its input holds them; hu_array is made where a method is given.</summary>
internal sealed class StoredBytes(ExportRow row, RowMasker? method, Manifest manifest) : RowBytes
{
    private readonly CtSample _sample = row.Row.Load();

    public override byte[] Read(string name) =>
        StoredArrays.Find(row.Row, name) is not { } array ? MakeHu()
        : name != DatasetColumns.HuOld || manifest.HasKey(row) ? _sample.ReadOwnBytes(array)
        : View(name).ToArray();

    public override ReadOnlySpan<byte> View(string name) =>
        name switch
        {
            DatasetColumns.HuOld => ReadOld(),
            _ when StoredArrays.Find(row.Row, name) is { } array => _sample.ReadBytes(array),
            _ => MakeHu(),
        };

    public override void Dispose() => _sample.Dispose();

    private ReadOnlySpan<byte> ReadOld()
    {
        if (!manifest.HasKey(row))
        {
            manifest.SetKey(row, ContentKey.Compute(_sample));
        }
        return _sample.ReadBytes(row.Row.HuOld!);
    }

    /// <summary>Makes hu_array as the authors did: the slice itself where the method gives no mask.</summary>
    private byte[] MakeHu()
    {
        var old = _sample.ReadValues(row.Row.HuOld!);
        HuEncoding.RefuseRounded(_sample.ReadBytes(row.Row.HuOld!), row.Row.HuOld!.DType, row.Row, DatasetColumns.HuOld);
        var mask = new byte[old.Length];
        var hasMask = ThresholdOutcomes.HasMask(method!.Compute(_sample, mask));
        var bytes = new byte[old.Length * sizeof(double)];
        var made = MemoryMarshal.Cast<byte, double>(bytes.AsSpan());
        if (hasMask)
        {
            LungProduct.Apply(old, mask, made);
        }
        else
        {
            old.CopyTo(made);
        }

        return bytes;
    }
}
