using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Dicom;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>Computes the content of CT slices from their stored values, in one pass where HU are integers.</summary>
internal static class CtContent
{
    private const int BlockLength = 4096;

    /// <summary>Intercept up to which HU may be within int16.</summary>
    private const int LargestIntercept = 1 << 16;

    /// <summary>Reads the pixels of a slice.</summary>
    /// <param name="source">The data set that holds them, inflated.</param>
    /// <param name="slice">The slice.</param>
    /// <exception cref="DatasetFormatException">The pixels are damaged.</exception>
    public static SliceContent Read(IByteSource source, CtSlice slice)
    {
        var bytes = (int)slice.Layout.FrameBytes;
        var stored = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            PixelFrames.Read(source, slice.Layout, slice.Frame, stored.AsSpan(0, bytes));
            return Compute(stored.AsSpan(0, bytes), slice);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private static SliceContent Compute(ReadOnlySpan<byte> stored, CtSlice slice)
    {
        var layout = slice.Layout;
        if (
            layout.BitsAllocated == 16
            && slice.Slope == 1
            && double.IsInteger(slice.Intercept)
            && Math.Abs(slice.Intercept) <= LargestIntercept
        )
        {
            var scan = new Int16Scan(layout, (int)slice.Intercept);
            if (scan.TryAdd(MemoryMarshal.Cast<byte, ushort>(stored)))
            {
                return scan.Result;
            }
        }

        var hu = ArrayPool<double>.Shared.Rent((int)layout.FramePixels);
        try
        {
            var values = hu.AsSpan(0, (int)layout.FramePixels);
            PixelFrames.ToHu(stored, layout, (slice.Slope, slice.Intercept), values);
            return SliceContent.FromHu(values, layout.Rows, layout.Columns);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(hu);
        }
    }

    /// <summary>
    /// A slice whose HU are integers. HU are computed in 16 bits, so that as many as possible are added at once. They wrap where they are
    /// outside int16, as the lowest and the highest stored value tell.
    /// </summary>
    private sealed class Int16Scan(PixelLayout layout, int intercept)
    {
        private readonly System.IO.Hashing.XxHash128 _key = ContentKey.Start(layout.Rows, layout.Columns);
        private readonly System.IO.Hashing.XxHash128 _paddingKey = ContentKey.Start(layout.Rows, layout.Columns);

        // Bits above the high bit are not part of the value (PS3.5 8.1.1).
        private readonly int _up = 15 - layout.HighBit;
        private readonly int _down = 16 - layout.BitsStored;

        /// <summary>HU of the number 0 that <see cref="ToSigned(ushort)"/> gives.</summary>
        private readonly int _offset = layout.IsSigned ? intercept : intercept - short.MinValue;
        private int _minimum = int.MaxValue;
        private int _maximum = int.MinValue;
        private long _sum;

        public SliceContent Result =>
            new(_key.GetCurrentHashAsUInt128(), _paddingKey.GetCurrentHashAsUInt128())
            {
                Minimum = _minimum,
                Maximum = _maximum,
                Sum = _sum,
                IsInt16 = true,
            };

        /// <summary>Adds all values of the slice; false where one is outside int16.</summary>
        public bool TryAdd(ReadOnlySpan<ushort> stored)
        {
            Span<short> hu = stackalloc short[BlockLength];
            Span<short> padded = stackalloc short[BlockLength];
            for (var start = 0; start < stored.Length; start += BlockLength)
            {
                var values = stored.Slice(start, Math.Min(BlockLength, stored.Length - start));
                Convert(values, hu, padded);
                if (_minimum < short.MinValue || _maximum > short.MaxValue)
                {
                    return false;
                }
                _key.Append(MemoryMarshal.AsBytes(hu[..values.Length]));
                _paddingKey.Append(MemoryMarshal.AsBytes(padded[..values.Length]));
            }

            return true;
        }

        private void Convert(ReadOnlySpan<ushort> stored, Span<short> hu, Span<short> padded)
        {
            var vectors = MemoryMarshal.Cast<ushort, Vector128<ushort>>(stored);
            var huVectors = ToVectors(hu);
            var paddedVectors = ToVectors(padded);
            var offset = Vector128.Create(unchecked((short)_offset));
            var (highest, padding) = (Vector128.Create((short)SliceContent.HighestPadding), Vector128.Create((short)SliceContent.Padding));
            var (low, high, sum) = (Vector128.Create(short.MaxValue), Vector128.Create(short.MinValue), Vector128<int>.Zero);
            for (var i = 0; i < vectors.Length; i++)
            {
                var values = ToSigned(vectors[i]);
                low = Vector128.Min(low, values);
                high = Vector128.Max(high, values);
                var pairs = values.AsInt32();
                sum += ((pairs << 16) >> 16) + (pairs >> 16);
                values += offset;
                huVectors[i] = values;
                paddedVectors[i] = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(values, highest), padding, values);
            }

            var (minimum, maximum, total) = (short.MaxValue, short.MinValue, (long)Vector128.Sum(sum));
            for (var lane = 0; lane < Vector128<short>.Count; lane++)
            {
                minimum = Math.Min(minimum, low[lane]);
                maximum = Math.Max(maximum, high[lane]);
            }

            for (var at = vectors.Length * Vector128<ushort>.Count; at < stored.Length; at++)
            {
                var value = ToSigned(stored[at]);
                (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
                total += value;
                hu[at] = unchecked((short)(value + _offset));
                padded[at] = hu[at] <= SliceContent.HighestPadding ? (short)SliceContent.Padding : hu[at];
            }

            _minimum = Math.Min(_minimum, minimum + _offset);
            _maximum = Math.Max(_maximum, maximum + _offset);
            _sum += total + ((long)stored.Length * _offset);
        }

        private static Span<Vector128<short>> ToVectors(Span<short> values) => MemoryMarshal.Cast<short, Vector128<short>>(values);

        /// <summary>Stored values as signed numbers; unsigned ones less 32768.</summary>
        private Vector128<short> ToSigned(Vector128<ushort> raw)
        {
            var shifted = raw << _up;
            return layout.IsSigned ? shifted.AsInt16() >> _down : (shifted >>> _down).AsInt16() ^ Vector128.Create(short.MinValue);
        }

        private short ToSigned(ushort raw)
        {
            var shifted = (ushort)(raw << _up);
            return layout.IsSigned ? (short)((short)shifted >> _down) : unchecked((short)((shifted >>> _down) + short.MinValue));
        }
    }
}
