namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Orders slices by patient id, then by series UID, then by position; file names do not matter. Slices of unknown scans are ordered by file
/// name.
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
            // A series is ordered by position only where every slice has a position.
            var hasPositions = series.All(slice => slice.Plane.PositionMm is not null);
            sorted.AddRange(
                series
                    .OrderBy(slice => slice.IsLone ? slice.File.Path : null, StringComparer.Ordinal)
                    .ThenBy(slice => hasPositions ? slice.Plane.PositionMm : 0)
                    .ThenBy(slice => slice.InstanceNumber)
                    .ThenBy(slice => slice.SopUid, StringComparer.Ordinal)
                    .ThenBy(slice => slice.File.Path, StringComparer.Ordinal)
                    .ThenBy(slice => slice.Frame)
            );
        }

        return sorted;
    }
}
