using System.Globalization;

namespace LungSeg.Core.Imaging;

/// <summary>A range of HU that is shown from black to white.</summary>
/// <param name="Low">HU shown as 0.</param>
/// <param name="High">HU shown as 255.</param>
public readonly record struct HuWindow(double Low, double High)
{
    /// <summary>Lung, -1350 to 150 HU.</summary>
    public static HuWindow Lung { get; } = new(-1350, 150);

    /// <summary>Mediastinum, -160 to 240 HU.</summary>
    public static HuWindow Mediastinum { get; } = new(-160, 240);

    /// <summary>Bone, -450 to 1050 HU.</summary>
    public static HuWindow Bone { get; } = new(-450, 1050);

    /// <summary>Reads a name, or <c>LO..HI</c> in HU.</summary>
    public static bool TryParse(string text, out HuWindow window)
    {
        ArgumentNullException.ThrowIfNull(text);
        window = text switch
        {
            "lung" => Lung,
            "mediastinum" => Mediastinum,
            "bone" => Bone,
            _ => default,
        };
        if (window != default)
            return true;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0
            || !double.TryParse(text.AsSpan(0, dots), NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
            || !double.TryParse(text.AsSpan(dots + 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
            || !double.IsFinite(low) || !double.IsFinite(high) || low >= high)
            return false;
        window = new HuWindow(low, high);
        return true;
    }

    /// <summary>Grey value of one HU value: floor(255 * (clip - Low) / (High - Low) + 0.5); NaN is black.</summary>
    public byte Grey(double hu) =>
        double.IsNaN(hu) ? (byte)0 : (byte)Math.Floor((255 * (Math.Clamp(hu, Low, High) - Low) / (High - Low)) + 0.5);

    /// <summary>Grey values of a slice.</summary>
    /// <param name="hu">HU values, any layout.</param>
    /// <param name="grey">Receives one value a pixel, same layout.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(ReadOnlySpan<double> hu, Span<byte> grey)
    {
        if (hu.Length != grey.Length)
            throw new ArgumentException($"{hu.Length} HU values need as many grey values, {grey.Length} given", nameof(grey));
        for (var i = 0; i < hu.Length; i++)
            grey[i] = Grey(hu[i]);
    }
}
