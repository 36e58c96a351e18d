namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Order of slices: patients and series by their ids, in a series by position, whatever the files are called. Slices whose scan is not
/// known have only their names.
/// </summary>
internal static class SliceOrder
{
    public static List<CtSlice> Sort(IReadOnlyList<CtSlice> slices)
    {
        var sorted = new List<CtSlice>(slices.Count);
        foreach (
            var series in slices
                .GroupBy(slice => (slice.PatientId, slice.ScanUid))
                .OrderBy(series => series.Key.PatientId, StringComparer.Ordinal)
                .ThenBy(series => series.Key.ScanUid, StringComparer.Ordinal)
        )
        {
            // Positions order a series only where every slice has one.
            var hasPositions = series.All(slice => slice.Geometry.PositionMm is not null);
            sorted.AddRange(
                series
                    .OrderBy(slice => slice.IsLone ? slice.File.Path : null, StringComparer.Ordinal)
                    .ThenBy(slice => hasPositions ? slice.Geometry.PositionMm : 0)
                    .ThenBy(slice => slice.InstanceNumber)
                    .ThenBy(slice => slice.SopUid, StringComparer.Ordinal)
                    .ThenBy(slice => slice.File.Path, StringComparer.Ordinal)
                    .ThenBy(slice => slice.Frame)
            );
        }

        return sorted;
    }
}
