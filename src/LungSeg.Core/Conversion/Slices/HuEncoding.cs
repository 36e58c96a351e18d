using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>Writes HU in a type, and finds out what a smaller type would lose.</summary>
internal static class HuEncoding
{
    public static DType Int16 { get; } = new('i', 2, ByteOrder.Little);

    public static DType Float32 { get; } = new('f', 4, ByteOrder.Little);

    /// <summary>The type asked for; null for the format's own choice.</summary>
    public static DType? Asked(ImageDType dtype) =>
        dtype switch
        {
            ImageDType.Int16 => Int16,
            ImageDType.Float32 => Float32,
            ImageDType.Float64 => DType.Float64,
            _ => null,
        };

    /// <summary>The smallest of int16, float32 and float64 that loses nothing.</summary>
    public static DType Smallest(ReadOnlySpan<double> hu) =>
        FitsInt16(hu) ? Int16
        : FitsFloat32(hu) ? Float32
        : DType.Float64;

    /// <summary>Writes HU in a type. float32 rounds values without an error.</summary>
    /// <exception cref="DatasetFormatException">A value is not an integer, or out of the type's range.</exception>
    public static void Encode(ReadOnlySpan<double> hu, DType dtype, ExportRow row, Span<byte> bytes)
    {
        if (dtype == Float32)
        {
            TensorPrimitives.ConvertTruncating(hu, MemoryMarshal.Cast<byte, float>(bytes));
            return;
        }

        if (!ElementConversion.TryFromDouble(hu, dtype, bytes))
        {
            var at = 0;
            while ((short)Math.Clamp(hu[at], short.MinValue, short.MaxValue) == hu[at])
            {
                at++;
            }

            throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                FormattableString.Invariant(
                    $"row {row.Name} has HU {hu[at]:R} at pixel {at}, which is no {dtype.Name}; write it as float32 or float64"
                )
            );
        }
    }

    /// <summary>Refuses integers of 64 bits that float64 does not hold, before they are converted.</summary>
    /// <param name="raw">Elements in native byte order.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="row">The row that they are of.</param>
    /// <param name="column">Their column.</param>
    /// <exception cref="DatasetFormatException">There is such an integer.</exception>
    public static void RefuseRounded(ReadOnlySpan<byte> raw, DType dtype, DatasetRow row, string column)
    {
        if (ElementConversion.FindRounded(raw, dtype) is >= 0 and var at)
        {
            throw Rounded(row, column, RoundedHu.From(raw, dtype, at));
        }
    }

    /// <summary>The error of an integer of 64 bits that would be rounded.</summary>
    public static DatasetFormatException Rounded(DatasetRow row, string column, RoundedHu rounded) =>
        FormatError.Unsupported(
            row.Input.Source.Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{column} of row {row.Name} has {rounded.Value} at pixel {rounded.Pixel}, which only an integer of 64 bits holds, and "
                    + $"this conversion would round; npz, npy, hdf5, parquet and pickle hold it as it is, or leave the row out"
            ),
            new RequestHint(RequestParameter.Rows)
        );

    /// <summary>Whether every value is an integer within int16. -0.0 counts as an integer.</summary>
    public static bool FitsInt16(ReadOnlySpan<double> hu)
    {
        foreach (var value in hu)
        {
            if (!ElementConversion.TryToInt16(value, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether float32 holds every value exactly; NaN counts as held.</summary>
    public static bool FitsFloat32(ReadOnlySpan<double> hu)
    {
        foreach (var value in hu)
        {
            if ((float)value != value && !double.IsNaN(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Number of -0.0, whose sign an integer cannot keep.</summary>
    public static long SignedZeros(ReadOnlySpan<double> hu)
    {
        var count = 0L;
        foreach (var bits in MemoryMarshal.Cast<double, long>(hu))
        {
            count += bits == long.MinValue ? 1 : 0;
        }

        return count;
    }
}
