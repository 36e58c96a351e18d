using System.Collections.Concurrent;
using LungSeg.Core.Model;

namespace LungSeg.Core.Analysis;

/// <summary>Memory that analyses reuse from row to row: buffers of a slice's size, and measures with working memory.</summary>
internal sealed class RowMemory
{
    private byte[] _kept = [];
    private byte[] _lesion = [];
    private byte[] _mask = [];
    private SliceSize _size;
    private LesionMeasure? _lesionMeasure;
    private PositionMeasure? _position;
    private HuMeasure? _hu;

    public CornerPadding Padding { get; } = new();

    public LesionPartsCounter Parts { get; } = new();

    public AreaHu LungHu { get; } = new();

    public AreaHu LesionHu { get; } = new();

    public HuMeasure Hu => _hu ??= new HuMeasure();

    public byte[] GetKept(long pixels) => GetSized(ref _kept, pixels);

    public byte[] GetLesion(long pixels) => GetSized(ref _lesion, pixels);

    /// <summary>A buffer for a mask, with undefined content.</summary>
    public byte[] GetMask(long pixels) => GetSized(ref _mask, pixels);

    public LesionMeasure GetLesionMeasure(int height, int width)
    {
        SetSize(height, width);
        return _lesionMeasure ??= new LesionMeasure(height, width);
    }

    public PositionMeasure GetPositionMeasure(int height, int width)
    {
        SetSize(height, width);
        return _position ??= new PositionMeasure(height, width);
    }

    private static byte[] GetSized(ref byte[] memory, long pixels) => memory.Length == pixels ? memory : memory = new byte[pixels];

    private void SetSize(int height, int width)
    {
        var size = new SliceSize(height, width);
        if (_size != size)
        {
            (_size, _lesionMeasure, _position) = (size, null, null);
        }
    }
}

/// <summary>A pool of memory for concurrent analyses.</summary>
internal sealed class RowMemoryPool
{
    private readonly ConcurrentBag<RowMemory> _idle = [];

    public RowMemory Rent() => _idle.TryTake(out var memory) ? memory : new RowMemory();

    public void Return(RowMemory memory) => _idle.Add(memory);
}
