using LungSeg.Thresholding;

namespace LungSeg.Benchmarks;

/// <summary>The body as <c>refined</c> finds it, for scripts that compute <c>hull</c> from its definition.</summary>
internal sealed class BodyMasker : ILungMasker
{
    public const string MethodName = "body";

    public string Name => MethodName;

    public ThresholdOutcome Compute(ReadOnlySpan<double> hu, int height, int width, Span<byte> mask)
    {
        ChestAreas.Find(hu, height, width).Body.CopyTo(mask);
        return ThresholdOutcome.Ok;
    }
}
