namespace LungSeg.Thresholding.Contours;

/// <summary>Finds areas that contain a corner of the slice, as padding around a field of view does.</summary>
internal sealed class CornerAreas
{
    private const int SmallestArea = 64;

    private readonly ComponentMap _map = new();

    /// <summary>
    /// Adds to <paramref name="areas"/> the 4-connected areas of <paramref name="pixels"/> that contain a corner and have at least 64 px.
    /// </summary>
    public void Add(BitSlice pixels, BitSlice areas)
    {
        _map.Build(pixels);
        foreach (var row in (ReadOnlySpan<int>)[0, pixels.Height - 1])
        {
            Add(_map.RunsOfRow(row)[0], areas);
            Add(_map.RunsOfRow(row)[^1], areas);
        }
    }

    private void Add(Run corner, BitSlice areas)
    {
        if (corner.Air && _map.Components[corner.Component].Pixels >= SmallestArea)
        {
            areas.Fill(_map, corner.Component);
        }
    }
}
