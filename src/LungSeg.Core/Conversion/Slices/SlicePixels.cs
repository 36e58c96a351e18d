using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>The image and the mask of a slice as a run writes them: HU in some type, or grey values under a window.</summary>
internal sealed class SlicePixels(ExportRun run)
{
    /// <summary>uint8, the type of grey values and of masks.</summary>
    public static DType UInt8 { get; } = new('u', 1, ByteOrder.None);

    /// <summary>
    /// Chooses the type of one slice's image where each slice has its own: uint8 under a window, the type asked for, or the smallest that
    /// loses nothing.
    /// </summary>
    public DType ChooseType(ExportSlice slice) =>
        run.Window is not null ? UInt8 : HuEncoding.Asked(run.Options.DType) ?? HuEncoding.Smallest(slice.Hu);

    /// <summary>Reads the image in C order, little endian. Signs of zero that an integer loses are counted in the manifest.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A value does not fit the type.</exception>
    public ReadOnlySpan<byte> GetImage(ExportSlice slice, DType dtype)
    {
        if (run.Window is not null)
        {
            return GetGrey(slice);
        }

        if (slice.Rounded is { } rounded)
        {
            return rounded.Raw is { } raw && rounded.DType == dtype
                ? raw
                : throw HuEncoding.Rounded(slice.Row.Row, HuColumns.Name(run.Options.Image), rounded);
        }

        if (dtype == DType.Float64)
        {
            return MemoryMarshal.AsBytes(slice.Hu);
        }

        var bytes = new byte[slice.Hu.Length * dtype.ItemSize];
        HuEncoding.Encode(slice.Hu, dtype, slice.Row, bytes);
        if (dtype.Kind != 'f')
        {
            run.Manifest.CountLost(Manifest.SignedZeros, HuEncoding.SignedZeros(slice.Hu));
        }

        return bytes;
    }

    /// <summary>
    /// Reads the image as grey values under the run's window. Grey values of the input are unchanged unless a window was asked for.
    /// </summary>
    public byte[] GetGrey(ExportSlice slice)
    {
        var grey = new byte[slice.Hu.Length];
        if (slice.IsGrey && run.Options.Window is null)
        {
            for (var i = 0; i < grey.Length; i++)
            {
                grey[i] = (byte)Math.Clamp(Math.Round(slice.Hu[i]), byte.MinValue, byte.MaxValue);
            }

            return grey;
        }

        run.Window!.Value.Apply(slice.Hu, grey);
        return grey;
    }

    /// <summary>Reads the lesion mask with the value that pictures give to lesion pixels.</summary>
    public byte[] GetMaskPicture(ExportSlice slice)
    {
        var picture = slice.Mask.ToArray();
        if (run.Options.MaskValue != 1)
        {
            TensorPrimitives.Multiply<byte>(picture, (byte)run.Options.MaskValue, picture);
        }

        return picture;
    }
}
