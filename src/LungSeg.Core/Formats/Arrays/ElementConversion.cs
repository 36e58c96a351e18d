using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Converts elements to float64 and back. Exact except for int64 and uint64 beyond 2^53.</summary>
internal static class ElementConversion
{
    private const long MaxExact = 1L << 53;

    // 1.5 * 2^52 is so large that the low bits of a sum with it are those of the integer that is added.
    private const double LowBits = 3L << 51;

    /// <param name="raw">Elements in native byte order.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="values">Receives one value an element.</param>
    public static void ToDouble(ReadOnlySpan<byte> raw, DType dtype, Span<double> values)
    {
        switch (dtype.Kind, dtype.ItemSize)
        {
            case ('b' or 'u', 1):
                TensorPrimitives.ConvertChecked(raw, values);
                break;
            case ('i', 1):
                Convert<sbyte>(raw, values);
                break;
            case ('i', 2):
                Convert<short>(raw, values);
                break;
            case ('i', 4):
                Convert<int>(raw, values);
                break;
            case ('i', 8):
                Convert<long>(raw, values);
                break;
            case ('u', 2):
                Convert<ushort>(raw, values);
                break;
            case ('u', 4):
                Convert<uint>(raw, values);
                break;
            case ('u', 8):
                Convert<ulong>(raw, values);
                break;
            case ('f', 2):
                Convert<Half>(raw, values);
                break;
            case ('f', 4):
                Convert<float>(raw, values);
                break;
            case ('f', 8):
                raw.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            default:
                throw new ArgumentException($"elements of dtype {dtype.Name} are not numbers", nameof(dtype));
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> raw, Span<double> values)
        where T : struct, INumberBase<T> => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(raw), values);

    /// <summary>Place of the first integer of 64 bits that float64 does not hold; -1 without one.</summary>
    /// <param name="raw">Elements in native byte order.</param>
    /// <param name="dtype">Their type.</param>
    public static int FindRounded(ReadOnlySpan<byte> raw, DType dtype)
    {
        switch (dtype.Kind, dtype.ItemSize)
        {
            case ('i', 8):
                var signed = MemoryMarshal.Cast<byte, long>(raw);
                for (var i = 0; i < signed.Length; i++)
                {
                    // Between 2^53 and 2^63 some are held and some are not; 2^63 itself, to which the largest round, is no int64.
                    if (signed[i] is > MaxExact or < -MaxExact && (Int128)(double)signed[i] != signed[i])
                    {
                        return i;
                    }
                }

                return -1;
            case ('u', 8):
                var unsigned = MemoryMarshal.Cast<byte, ulong>(raw);
                for (var i = 0; i < unsigned.Length; i++)
                {
                    if (unsigned[i] > MaxExact && (Int128)(double)unsigned[i] != unsigned[i])
                    {
                        return i;
                    }
                }

                return -1;
            default:
                return -1;
        }
    }

    /// <summary>Narrows float64 values to <paramref name="dtype"/>, in native byte order.</summary>
    /// <returns>False where a value does not fit the type: a fraction or NaN for an integer type, or a value out of range.</returns>
    public static bool TryFromDouble(ReadOnlySpan<double> values, DType dtype, Span<byte> raw)
    {
        switch (dtype.Kind, dtype.ItemSize)
        {
            case ('i', 1):
                return Narrow<sbyte>(values, raw);
            case ('i', 2):
                return TryToInt16(values, MemoryMarshal.Cast<byte, short>(raw));
            case ('i', 4):
                return Narrow<int>(values, raw);
            case ('i', 8):
                return Narrow<long>(values, raw);
            case ('u' or 'b', 1):
                return Narrow<byte>(values, raw);
            case ('u', 2):
                return Narrow<ushort>(values, raw);
            case ('u', 4):
                return Narrow<uint>(values, raw);
            case ('u', 8):
                return Narrow<ulong>(values, raw);
            case ('f', 2):
                return Narrow<Half>(values, raw);
            case ('f', 4):
                return Narrow<float>(values, raw);
            case ('f', 8):
                MemoryMarshal.AsBytes(values).CopyTo(raw);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Converts float64 values that are integers within int16; -0.0 becomes 0.</summary>
    /// <returns>False where there is another value; then <paramref name="integers"/> has no meaning.</returns>
    public static bool TryToInt16(ReadOnlySpan<double> values, Span<short> integers)
    {
        integers = integers[..values.Length];
        var done = NarrowVectors(values, integers);
        for (var i = Math.Max(done, 0); i < values.Length && done >= 0; i++)
        {
            if (!TryToInt16(values[i], out integers[i]))
            {
                return false;
            }
        }

        return done >= 0;
    }

    /// <summary>
    /// Converts eight values at a time, in vectors of a width that is compiled ahead for every processor. Returns how many values were
    /// converted; -1 where one of them is no integer within int16.
    /// </summary>
    private static int NarrowVectors(ReadOnlySpan<double> values, Span<short> integers)
    {
        const int Step = 8;
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(integers);
        var lowBits = Vector128.Create(LowBits);
        var (minimum, maximum) = (Vector128<double>.Zero, Vector128<double>.Zero);
        var isEqual = Vector128<double>.AllBitsSet;
        var i = 0;
        for (; i <= values.Length - Step; i += Step)
        {
            var a = Vector128.LoadUnsafe(ref from, (nuint)i);
            var b = Vector128.LoadUnsafe(ref from, (nuint)i + 2);
            var c = Vector128.LoadUnsafe(ref from, (nuint)i + 4);
            var d = Vector128.LoadUnsafe(ref from, (nuint)i + 6);
            var (sumA, sumB, sumC, sumD) = (a + lowBits, b + lowBits, c + lowBits, d + lowBits);
            isEqual &= Vector128.Equals(sumA - lowBits, a) & Vector128.Equals(sumB - lowBits, b);
            isEqual &= Vector128.Equals(sumC - lowBits, c) & Vector128.Equals(sumD - lowBits, d);
            minimum = Vector128.MinNative(minimum, Vector128.MinNative(Vector128.MinNative(a, b), Vector128.MinNative(c, d)));
            maximum = Vector128.MaxNative(maximum, Vector128.MaxNative(Vector128.MaxNative(a, b), Vector128.MaxNative(c, d)));
            var low = Vector128.Narrow(sumA.AsInt64(), sumB.AsInt64());
            var high = Vector128.Narrow(sumC.AsInt64(), sumD.AsInt64());
            Vector128.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }

        // A NaN equals nothing, so the order in which minimum and maximum take it does not matter.
        return
            isEqual.AsInt64() == Vector128<long>.AllBitsSet
            && Math.Min(minimum[0], minimum[1]) >= short.MinValue
            && Math.Max(maximum[0], maximum[1]) <= short.MaxValue
            ? i
            : -1;
    }

    /// <summary>Converts a float64 value that is an integer within int16.</summary>
    /// <inheritdoc cref="TryToInt16(ReadOnlySpan{double}, Span{short})"/>
    /// <remarks>
    /// One by one: vectors as wide as the processor has are compiled at each start, which costs a run of a second more than they save.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryToInt16(double value, out short integer)
    {
        integer = unchecked((short)BitConverter.DoubleToInt64Bits(value + LowBits));
        return integer == value;
    }

    private static bool Narrow<T>(ReadOnlySpan<double> values, Span<byte> raw)
        where T : struct, INumberBase<T>
    {
        var narrow = MemoryMarshal.Cast<byte, T>(raw);
        for (var i = 0; i < values.Length; i++)
        {
            narrow[i] = T.CreateSaturating(values[i]);
            var back = double.CreateChecked(narrow[i]);
            if (back != values[i] && !(double.IsNaN(back) && double.IsNaN(values[i])))
            {
                return false;
            }
        }

        return true;
    }
}
