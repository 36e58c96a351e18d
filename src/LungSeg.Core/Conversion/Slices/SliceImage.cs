using System.Runtime.InteropServices;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>The image of a slice as the bytes of an array: HU, or grey values under a window.</summary>
internal static class SliceImage
{
    /// <summary>uint8, the type of grey values.</summary>
    public static DType Grey { get; } = new('u', 1, ByteOrder.None);

    /// <summary>
    /// Type of one slice's image where each slice has its own: uint8 under a window, the type asked for, or the smallest that loses
    /// nothing.
    /// </summary>
    public static DType TypeOf(ExportRun run, ExportSlice slice) =>
        run.Window is not null ? Grey : HuEncoding.Asked(run.Options.DType) ?? HuEncoding.Smallest(slice.Hu);

    /// <summary>Elements in C order, little endian. Signs of zero that an integer loses are counted in the manifest.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A value does not fit the type.</exception>
    public static ReadOnlySpan<byte> BytesOf(ExportRun run, ExportSlice slice, DType dtype)
    {
        if (run.Window is not null)
            return run.Grey(slice);
        if (dtype == DType.Float64)
            return MemoryMarshal.AsBytes(slice.Hu);
        var bytes = new byte[slice.Hu.Length * dtype.ItemSize];
        HuEncoding.Encode(slice.Hu, dtype, slice.Row, bytes);
        if (dtype.Kind != 'f')
            run.Manifest.Count("signed_zeros_lost", HuPrecision.SignedZeros(slice.Hu));
        return bytes;
    }
}
