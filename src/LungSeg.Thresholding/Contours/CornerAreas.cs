namespace LungSeg.Thresholding.Contours;

/// <summary>Finds areas that contain a corner of the slice, as padding around a field of view does.</summary>
internal static class CornerAreas
{
    private const int SmallestArea = 64;

    /// <summary>
    /// Adds to <paramref name="areas"/> the 4-connected areas of <paramref name="pixels"/> that contain a corner and have at least 64 px.
    /// </summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="areas">Receives the areas.</param>
    /// <param name="map">Working memory: receives the map of the pixels.</param>
    public static void Add(BitSlice pixels, BitSlice areas, ComponentMap map)
    {
        map.Build(pixels);
        foreach (var row in (ReadOnlySpan<int>)[0, pixels.Height - 1])
        {
            Add(map.RunsOfRow(row)[0], areas, map);
            Add(map.RunsOfRow(row)[^1], areas, map);
        }
    }

    private static void Add(Run corner, BitSlice areas, ComponentMap map)
    {
        if (corner.Air && map.Components[corner.Component].Pixels >= SmallestArea)
        {
            areas.Fill(map, corner.Component);
        }
    }
}
