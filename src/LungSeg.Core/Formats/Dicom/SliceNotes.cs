using System.Globalization;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Notes about odd slices.</summary>
internal static class SliceNotes
{
    public static IEnumerable<string> Collect(IReadOnlyList<CtSlice> slices)
    {
        var unscaled = slices.Count(slice => !slice.HasRescale);
        if (unscaled > 0)
        {
            yield return $"{Slices(unscaled)} without (0028,1053) RescaleSlope or (0028,1052) RescaleIntercept: "
                + "1 and 0 were taken, so that the values may be no HU";
        }
        var unread = slices.Count(slice => !slice.HasKnownText);
        if (unread > 0)
        {
            yield return $"{Slices(unread)} with text in a character set that is not read, see (0008,0005) SpecificCharacterSet: "
                + "ids and labels may be garbled";
        }
        var unplaced = slices
            .GroupBy(slice => slice.ScanUid)
            .Where(series => series.Any(slice => slice.Geometry.PositionMm is null && !slice.IsLone))
            .Sum(series => series.Count());
        if (unplaced > 0)
        {
            yield return $"{Slices(unplaced)} in a series where positions are missing: ordered by instance number";
        }
        var doubled = slices
            .Where(slice => slice.SopUid is not null)
            .GroupBy(slice => (slice.SopUid, slice.Frame))
            .Where(group => group.Count() > 1)
            .ToArray();
        if (doubled.Length > 0)
        {
            yield return $"{Slices(doubled.Sum(group => group.Count()))} with the SOP Instance UID of another file: "
                + $"{string.Join(", ", doubled[0].Take(2).Select(slice => slice.File.Path))}";
        }
        var turned = slices
            .GroupBy(slice => slice.SeriesUid)
            .Count(series => series.Select(slice => slice.Geometry.Orientation).OfType<double[]>().DistinctBy(Text).Count() > 1);
        if (turned > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{turned} series with slices of several orientations: each position is along its own normal"
            );
        }
    }

    private static string Slices(int count) => count == 1 ? "1 slice" : string.Create(CultureInfo.InvariantCulture, $"{count} slices");

    private static string Text(double[] cosines) =>
        string.Join('\\', cosines.Select(cosine => cosine.ToString("R", CultureInfo.InvariantCulture)));
}
