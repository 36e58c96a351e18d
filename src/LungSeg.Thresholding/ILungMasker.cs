namespace LungSeg.Thresholding;

/// <summary>Turns one axial CT slice into a lung mask.</summary>
/// <remarks>Implementations are deterministic and thread-safe, without I/O.</remarks>
public interface ILungMasker
{
    /// <summary>Name in commands and in JSON, for example <c>published</c>.</summary>
    string Name { get; }

    /// <summary>Computes the lung mask of one slice.</summary>
    /// <param name="hu">HU values, [row, col] in C order, <paramref name="height"/> x <paramref name="width"/>; NaN allowed.</param>
    /// <param name="height">Height in pixels, at least 2.</param>
    /// <param name="width">Width in pixels, at least 2.</param>
    /// <param name="mask">
    /// Receives 1 for lung and 0 elsewhere, same layout as <paramref name="hu"/>; all 0 where the outcome is not
    /// <see cref="ThresholdOutcome.Ok"/> or <see cref="ThresholdOutcome.OkTwoKept"/>.
    /// </param>
    /// <returns>Outcome of the method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 2.</exception>
    /// <exception cref="ArgumentException">A span's length is not height x width.</exception>
    ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask);
}
