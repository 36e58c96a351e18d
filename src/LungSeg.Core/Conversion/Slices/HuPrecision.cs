using System.Numerics;
using System.Runtime.InteropServices;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>What a smaller type would lose of HU values.</summary>
internal static class HuPrecision
{
    /// <summary>Whether every value is a whole number within int16. -0.0 counts as whole.</summary>
    public static bool FitsInt16(ReadOnlySpan<double> hu)
    {
        var values = MemoryMarshal.Cast<double, Vector<double>>(hu);
        foreach (var value in values)
        {
            // Rounding to the nearest integer, then out of range or NaN compares unequal.
            var whole = Vector.Min(Vector.Max(Vector.Round(value), new Vector<double>(short.MinValue)), new Vector<double>(short.MaxValue));
            if (!Vector.EqualsAll(whole, value))
                return false;
        }

        foreach (var value in hu[(values.Length * Vector<double>.Count)..])
        {
            if ((short)Math.Clamp(value, short.MinValue, short.MaxValue) != value)
                return false;
        }

        return true;
    }

    /// <summary>Whether every value, NaN among them, is a float32.</summary>
    public static bool FitsFloat32(ReadOnlySpan<double> hu)
    {
        foreach (var value in hu)
        {
            if ((float)value != value && !double.IsNaN(value))
                return false;
        }

        return true;
    }

    /// <summary>Number of -0.0, whose sign an integer cannot keep.</summary>
    public static long SignedZeros(ReadOnlySpan<double> hu)
    {
        var count = 0L;
        foreach (var bits in MemoryMarshal.Cast<double, long>(hu))
            count += bits == long.MinValue ? 1 : 0;
        return count;
    }
}
