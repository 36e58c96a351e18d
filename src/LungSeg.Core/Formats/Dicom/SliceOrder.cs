namespace LungSeg.Core.Formats.Dicom;

/// <summary>Order of slices: patients and series by their ids, in a series by position, whatever the files are called.</summary>
internal static class SliceOrder
{
    public static List<CtSlice> Sort(IReadOnlyList<CtSlice> slices)
    {
        var sorted = new List<CtSlice>(slices.Count);
        foreach (var series in slices.GroupBy(slice => (slice.PatientId, slice.SeriesUid)).OrderBy(series => series.Key.PatientId, StringComparer.Ordinal).ThenBy(series => series.Key.SeriesUid, StringComparer.Ordinal))
        {
            // Positions order a series only where every slice has one.
            var hasPositions = series.All(slice => slice.Geometry.PositionMm is not null);
            sorted.AddRange(series
                .OrderBy(slice => hasPositions ? slice.Geometry.PositionMm : 0)
                .ThenBy(slice => slice.InstanceNumber)
                .ThenBy(slice => slice.SopUid, StringComparer.Ordinal)
                .ThenBy(slice => slice.File.Path, StringComparer.Ordinal)
                .ThenBy(slice => slice.Frame));
        }

        return sorted;
    }
}
