using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>One slice of a NIfTI-1 file: its dtype, payload and values.</summary>
internal static class NiftiSlice
{
    /// <summary>Type of the values that are returned: the stored type, or float64 with scaling.</summary>
    public static DType GetDType(NiftiHeader header) => header.IsScaled ? DType.Float64 : header.DType.With(ByteOrder.Little);

    /// <summary>Bytes of the voxels of a slice in the file.</summary>
    public static Payload GetPayload(NiftiHeader header, long slice) =>
        new(header.DataOffset + (slice * header.SliceBytes), header.SliceBytes);

    /// <summary>Reads the values of a slice, [row, col] in C order and native byte order.</summary>
    /// <exception cref="DatasetFormatException">The file is shorter than when it was indexed.</exception>
    public static void Read(IByteSource source, NiftiHeader header, long slice, Span<byte> destination)
    {
        var payload = GetPayload(header, slice);
        if (!header.IsScaled)
        {
            ReadVoxels(source, header, payload, destination);
            return;
        }

        if (payload.Length > Array.MaxLength)
        {
            throw FormatError.TooLarge(source.Name, payload.Offset, "one slice, in bytes,", payload.Length, Array.MaxLength);
        }
        var voxels = new byte[payload.Length];
        ReadVoxels(source, header, payload, voxels);
        var values = MemoryMarshal.Cast<byte, double>(destination);
        ElementConversion.ToDouble(voxels, header.DType, values);

        // Two steps, each left out where it changes nothing, as in nibabel: a fused step rounds once instead of twice, and -0.0 + 0 is 0.
        if (header.Slope != 1)
        {
            TensorPrimitives.Multiply(values, header.Slope, values);
        }
        if (header.Intercept != 0)
        {
            TensorPrimitives.Add(values, header.Intercept, values);
        }
    }

    private static void ReadVoxels(IByteSource source, NiftiHeader header, Payload payload, Span<byte> voxels)
    {
        source.ReadExactly(payload.Offset, voxels, "voxels");
        if (header.DType.ByteOrder == ByteOrder.Big)
        {
            ElementBytes.Reverse(voxels, header.DType.ItemSize);
        }
    }
}
