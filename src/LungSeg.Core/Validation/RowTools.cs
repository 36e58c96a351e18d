using LungSeg.Core.Statistics;

namespace LungSeg.Core.Validation;

/// <summary>What keeps working memory from row to row. For one row at a time.</summary>
internal sealed class RowTools
{
    private byte[] _kept = [];
    private byte[] _lesion = [];

    public PaddingArea Padding { get; } = new();

    public ComponentMeasure Components { get; } = new();

    public Span<byte> Kept(long pixels) => Sized(ref _kept, pixels);

    public Span<byte> Lesion(long pixels) => Sized(ref _lesion, pixels);

    private static Span<byte> Sized(ref byte[] memory, long pixels)
    {
        if (memory.Length < pixels)
            memory = new byte[pixels];
        return memory.AsSpan(0, (int)pixels);
    }
}
