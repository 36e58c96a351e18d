using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>The lungs of the slices before and after in the scan.</summary>
internal sealed class NeighbourLungs
{
    private readonly BitSlice _before = new();
    private readonly BitSlice _after = new();

    /// <summary>Number of neighbours, 0 to 2.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the masks of the neighbours; an empty span is none.</summary>
    public void Load(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int height, int width)
    {
        Count = 0;
        Load(_before, before, height, width);
        Load(_after, after, height, width);
    }

    /// <summary>Forgets the neighbours.</summary>
    public void Clear() => Count = 0;

    /// <summary>Share of a component's pixels that the lung of a neighbour holds, of the neighbour that holds more.</summary>
    public double Overlap(ComponentMap map, int component) =>
        (double)Math.Max(_before.Count(map, component), _after.Count(map, component)) / map.Components[component].Pixels;

    private void Load(BitSlice lungs, ReadOnlySpan<byte> mask, int height, int width)
    {
        if (mask.IsEmpty)
        {
            lungs.Clear(height, width);
            return;
        }

        lungs.LoadMask(mask, height, width);
        Count++;
    }
}
