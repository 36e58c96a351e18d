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

    /// <summary>Slope and intercept up to which HU of 16 bits are computed in int32.</summary>
    private const int LargestFactor = 1 << 14;

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
        if (layout.BitsAllocated == 16 && IsFactor(slice.Slope) && IsFactor(slice.Intercept))
        {
            var scan = new Int16Scan(layout, (int)slice.Slope, (int)slice.Intercept);
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

    private static bool IsFactor(double number) => double.IsInteger(number) && Math.Abs(number) <= LargestFactor;

    /// <summary>A slice whose HU are integers.</summary>
    private sealed class Int16Scan(PixelLayout layout, int slope, int intercept)
    {
        private readonly System.IO.Hashing.XxHash128 _key = ContentKey.Start(layout.Rows, layout.Columns);
        private readonly System.IO.Hashing.XxHash128 _paddingKey = ContentKey.Start(layout.Rows, layout.Columns);

        // Bits above the high bit are not part of the value (PS3.5 8.1.1).
        private readonly int _up = 31 - layout.HighBit;
        private readonly int _down = 32 - layout.BitsStored;
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
                Convert(values, hu);
                if (_minimum < short.MinValue || _maximum > short.MaxValue)
                {
                    return false;
                }
                Pad(hu[..values.Length], padded);
                _key.Append(MemoryMarshal.AsBytes(hu[..values.Length]));
                _paddingKey.Append(MemoryMarshal.AsBytes(padded[..values.Length]));
            }

            return true;
        }

        private void Convert(ReadOnlySpan<ushort> stored, Span<short> hu)
        {
            var (factor, offset) = (Vector128.Create(slope), Vector128.Create(intercept));
            var (low, high, sum) = (Vector128.Create(_minimum), Vector128.Create(_maximum), Vector128<int>.Zero);
            var at = 0;
            for (; at <= stored.Length - Vector128<ushort>.Count; at += Vector128<ushort>.Count)
            {
                var raw = Vector128.Create(stored[at..]);
                var first = (ToValues(Vector128.WidenLower(raw)) * factor) + offset;
                var second = (ToValues(Vector128.WidenUpper(raw)) * factor) + offset;
                low = Vector128.Min(low, Vector128.Min(first, second));
                high = Vector128.Max(high, Vector128.Max(first, second));
                sum += first + second;
                Vector128.Narrow(first, second).CopyTo(hu[at..]);
            }

            for (var lane = 0; lane < Vector128<int>.Count; lane++)
            {
                _minimum = Math.Min(_minimum, low[lane]);
                _maximum = Math.Max(_maximum, high[lane]);
                _sum += sum[lane];
            }

            for (; at < stored.Length; at++)
            {
                var raw = (uint)stored[at] << _up;
                var value = ((layout.IsSigned ? (int)raw >> _down : (int)(raw >> _down)) * slope) + intercept;
                (_minimum, _maximum) = (Math.Min(_minimum, value), Math.Max(_maximum, value));
                _sum += value;
                hu[at] = unchecked((short)value);
            }
        }

        private Vector128<int> ToValues(Vector128<uint> raw)
        {
            var shifted = Vector128.ShiftLeft(raw, _up);
            return layout.IsSigned
                ? Vector128.ShiftRightArithmetic(shifted.AsInt32(), _down)
                : Vector128.ShiftRightLogical(shifted, _down).AsInt32();
        }

        private static void Pad(ReadOnlySpan<short> hu, Span<short> padded)
        {
            var (highest, padding) = (Vector128.Create((short)SliceContent.HighestPadding), Vector128.Create((short)SliceContent.Padding));
            var at = 0;
            for (; at <= hu.Length - Vector128<short>.Count; at += Vector128<short>.Count)
            {
                var values = Vector128.Create(hu[at..]);
                Vector128.ConditionalSelect(Vector128.LessThanOrEqual(values, highest), padding, values).CopyTo(padded[at..]);
            }

            for (; at < hu.Length; at++)
            {
                padded[at] = hu[at] <= SliceContent.HighestPadding ? (short)SliceContent.Padding : hu[at];
            }
        }
    }
}
