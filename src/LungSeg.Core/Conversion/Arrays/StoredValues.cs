using System.Runtime.InteropServices;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>The arrays of one row, as bytes in C order, little endian.</summary>
internal sealed class StoredValues(ExportRow row, ILungMasker? method) : IDisposable
{
    private readonly CtSample _sample = row.Row.Load();

    /// <summary>Gives the arrays where shards hold them already; null to read them.</summary>
    public Func<string, byte[]>? FromShards { get; init; }

    /// <summary>Bytes of one array; valid until this is disposed of.</summary>
    public ReadOnlySpan<byte> BytesOf(string name) => FromShards is { } kept ? kept(name) : Read(name);

    public void Dispose() => _sample.Dispose();

    private ReadOnlySpan<byte> Read(string name) =>
        name switch
        {
            DatasetColumns.Mask => _sample.ReadBytes(row.Row.Mask!),
            DatasetColumns.HuOld => _sample.ReadBytes(row.Row.HuOld!),
            _ when row.Row.Hu is { } hu => _sample.ReadBytes(hu),
            _ => MemoryMarshal.AsBytes<double>(Made()),
        };

    /// <summary>hu_array as the authors made it: the slice itself where the method gives no mask.</summary>
    private double[] Made()
    {
        var shape = SliceShape.Of(row.Row, needsHu: false);
        var old = _sample.ReadValues(row.Row.HuOld!);
        var made = new double[old.Length];
        var mask = new byte[old.Length];
        if (ThresholdOutcomes.HasMask(method!.Compute(old, shape.Rows, shape.Columns, mask)))
            LungProduct.Apply(old, mask, made);
        else
            old.CopyTo(made);
        return made;
    }
}
