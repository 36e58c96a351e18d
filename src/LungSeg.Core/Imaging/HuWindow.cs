using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Core.Imaging;

/// <summary>A display window: maps a range of HU to 8-bit grey values.</summary>
/// <remarks>Grey = floor(255 * (clip(hu, Low, High) - Low) / (High - Low) + 0.5) in double arithmetic; NaN gives 0.</remarks>
public readonly record struct HuWindow
{
    private const int Lanes = 2;
    private const int Block = 8 * Lanes;

    /// <summary>Added to an integer below 2^52 as a double, it leaves that integer in the low mantissa bits.</summary>
    private const double IntegerBits = 4503599627370496.0;

    /// <summary>Makes a window.</summary>
    /// <param name="low">HU shown as 0.</param>
    /// <param name="high">HU shown as 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or <paramref name="low"/> is not below
    /// <paramref name="high"/>.</exception>
    public HuWindow(double low, double high)
    {
        if (!IsUsable(low, high))
        {
            throw new ArgumentOutOfRangeException(
                nameof(low),
                $"a window runs from a lower to a higher finite HU, not from {Text(low)} to {Text(high)}"
            );
        }
        Low = low;
        High = high;
    }

    /// <summary>Lung window, -1350 to 150 HU.</summary>
    public static HuWindow Lung { get; } = new(-1350, 150);

    /// <summary>Mediastinal (soft tissue) window, -160 to 240 HU.</summary>
    public static HuWindow Mediastinum { get; } = new(-160, 240);

    /// <summary>Bone window, -450 to 1050 HU.</summary>
    public static HuWindow Bone { get; } = new(-450, 1050);

    /// <summary>HU shown as 0.</summary>
    public double Low { get; }

    /// <summary>HU shown as 255.</summary>
    public double High { get; }

    /// <summary>Parses <c>lung</c>, <c>mediastinum</c>, <c>bone</c> or <c>LO..HI</c> in HU.</summary>
    /// <param name="text">The text.</param>
    /// <param name="window">The window.</param>
    /// <returns>False for any other text, and for LO not below HI.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out HuWindow window)
    {
        window = default;
        switch (text)
        {
            case "lung":
                window = Lung;
                return true;
            case "mediastinum":
                window = Mediastinum;
                return true;
            case "bone":
                window = Bone;
                return true;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var dots = text.IndexOf("..");
        if (
            dots < 0
            || !double.TryParse(text[..dots], Style, CultureInfo.InvariantCulture, out var low)
            || !double.TryParse(text[(dots + 2)..], Style, CultureInfo.InvariantCulture, out var high)
            || !IsUsable(low, high)
        )
        {
            return false;
        }
        window = new HuWindow(low, high);
        return true;
    }

    /// <summary>Grey value of one HU value.</summary>
    /// <param name="hu">HU; NaN gives 0.</param>
    /// <returns>0 to 255.</returns>
    public byte ToGrey(double hu)
    {
        if (double.IsNaN(hu))
        {
            return 0;
        }
        return (byte)Math.Floor((255 * (Math.Clamp(hu, Low, High) - Low) / (High - Low)) + 0.5);
    }

    /// <summary>Grey values of many HU values, equal to <see cref="ToGrey"/> of each.</summary>
    /// <param name="hu">HU values in any layout.</param>
    /// <param name="grey">Receives as many grey values, in the same layout.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(ReadOnlySpan<double> hu, Span<byte> grey)
    {
        if (hu.Length != grey.Length)
        {
            throw new ArgumentException($"{hu.Length} HU values do not fill {grey.Length} grey values", nameof(grey));
        }
        var done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; done <= hu.Length - Block; done += Block)
            {
                ApplyBlock(hu.Slice(done, Block), grey.Slice(done, Block));
            }
        }
        for (; done < hu.Length; done++)
        {
            grey[done] = ToGrey(hu[done]);
        }
    }

    /// <summary>The window as <c>LO..HI</c>, which <see cref="TryParse"/> reads.</summary>
    /// <returns>The two bounds in HU.</returns>
    public override string ToString() => $"{Text(Low)}..{Text(High)}";

    private static bool IsUsable(double low, double high) => double.IsFinite(low) && low < high && double.IsFinite(255 * (high - low));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void ApplyBlock(ReadOnlySpan<double> hu, Span<byte> grey)
    {
        ref var first = ref MemoryMarshal.GetReference(hu);
        var low = Vector128.Narrow(Words(ref first, 0), Words(ref first, 2 * Lanes));
        var high = Vector128.Narrow(Words(ref first, 4 * Lanes), Words(ref first, 6 * Lanes));
        Vector128.Narrow(low, high).CopyTo(grey);
    }

    private Vector128<uint> Words(ref double first, nuint offset) =>
        Vector128.Narrow(Greys(ref first, offset), Greys(ref first, offset + Lanes));

    private Vector128<ulong> Greys(ref double first, nuint offset)
    {
        var low = Vector128.Create(Low);
        var hu = Vector128.LoadUnsafe(ref first, offset);
        // NaN, which is not equal to itself, becomes Low and so is shown as 0.
        hu = Vector128.ConditionalSelect(Vector128.Equals(hu, hu), hu, low);
        hu = Vector128.MinNative(Vector128.MaxNative(hu, low), Vector128.Create(High));
        var grey = ((hu - low) * 255.0 / Vector128.Create(High - Low)) + Vector128.Create(0.5);
        // Floor by rounding and correction: the floor instruction is not in the baseline of native builds.
        var rounded = grey + Vector128.Create(IntegerBits);
        var excess = Vector128.GreaterThan(rounded - Vector128.Create(IntegerBits), grey).AsUInt64() & Vector128<ulong>.One;
        return (rounded.AsUInt64() - excess) & Vector128.Create(0xFFUL);
    }
}
