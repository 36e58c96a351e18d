using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Notes about odd slices.</summary>
internal static class SliceNotes
{
    private const int LongestValue = 40;

    /// <summary>Degrees up to which a shift from slice to slice is the rounding of positions.</summary>
    private const double LeastTilt = 0.5;

    public static IEnumerable<string> Collect(IReadOnlyList<CtSlice> slices)
    {
        var unscaled = slices.Count(slice => !slice.HasRescale);
        if (unscaled > 0)
        {
            yield return $"{Quantity.Of(unscaled, "slice")} without (0028,1053) RescaleSlope or (0028,1052) RescaleIntercept: "
                + "1 and 0 were taken, so that the values may be no HU";
        }
        var unread = slices.Count(slice => !slice.HasKnownText);
        if (unread > 0)
        {
            yield return $"{Quantity.Of(unread, "slice")} with text in a character set that is not read, "
                + "see (0008,0005) SpecificCharacterSet: "
                + "ids and labels may be garbled";
        }
        var unplaced = slices
            .GroupBy(slice => slice.ScanUid)
            .Where(series => series.Any(slice => slice.Plane.PositionMm is null && !slice.IsLone))
            .Sum(series => series.Count());
        if (unplaced > 0)
        {
            yield return $"{Quantity.Of(unplaced, "slice")} in a series where positions are missing: ordered by instance number";
        }
        var renamed = slices.Count(slice => slice.HasOtherEncoding);
        if (renamed > 0)
        {
            yield return $"{Quantity.Of(renamed, "slice")} whose elements are encoded otherwise than (0002,0010) TransferSyntaxUID says: "
                + "they were read as they are";
        }
        foreach (var note in Malformed(slices).Concat(slices.GroupBy(slice => slice.SeriesUid).SelectMany(Distances)))
        {
            yield return note;
        }
        var doubled = slices
            .Where(slice => slice.SopUid is not null)
            .GroupBy(slice => (slice.SopUid, slice.Frame))
            .Where(group => group.Count() > 1)
            .ToArray();
        if (doubled.Length > 0)
        {
            yield return $"{Quantity.Of(doubled.Sum(group => group.Count()), "slice")} with the SOP Instance UID of another file: "
                + $"{string.Join(", ", doubled[0].Take(2).Select(slice => slice.File.Path))}";
        }
        var turned = slices
            .GroupBy(slice => slice.SeriesUid)
            .Count(series => series.Select(slice => slice.Plane.Orientation).OfType<double[]>().DistinctBy(Text).Count() > 1);
        if (turned > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{turned} series with slices of several orientations: each position is along its own normal"
            );
        }
    }

    private static IEnumerable<string> Malformed(IReadOnlyList<CtSlice> slices) =>
        slices
            .SelectMany(slice => slice.Malformed.Select(value => (slice, value)))
            .GroupBy(found => (found.value.Tag, found.value.Expected))
            .Select(found =>
                $"{Quantity.Of(found.Count(), "slice")} whose {found.Key.Tag} is not {found.Key.Expected} but "
                + $"'{PrintableText.Escape(found.First().value.Text, LongestValue)}' ({found.First().slice.File.Path}): taken as missing"
            );

    /// <summary>Odd distances of the slices of a series: equal positions, gaps, and shifts along the slices.</summary>
    private static IEnumerable<string> Distances(IEnumerable<CtSlice> series)
    {
        SlicePlace[] places =
        [
            .. series
                .Select(slice => slice.Plane.GetPlace(slice.Plane.SpacingMm ?? default))
                .OfType<SlicePlace>()
                .OrderBy(place => place.PositionMm),
        ];
        if (places.Length < 2 || places.DistinctBy(place => (place.AlongRow, place.AlongColumn)).Count() > 1)
        {
            yield break;
        }
        var steps = places.Zip(places.Skip(1), (a, b) => (From: a, To: b, Mm: b.PositionMm - a.PositionMm)).ToArray();
        var equal = Array.FindAll(steps, step => step.Mm <= SliceRun.SamePositionMm);
        if (equal.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Of(equal.Length, "slice")} at the position of another slice of the series, "
                    + $"{equal[0].From.PositionMm:0.##} mm the first"
            );
        }
        var apart = Array.FindAll(steps, step => step.Mm > SliceRun.SamePositionMm);
        if (apart.Length == 0)
        {
            yield break;
        }
        var usual = apart.Select(step => step.Mm).Order().ElementAt((apart.Length - 1) / 2);
        var gaps = Array.FindAll(apart, step => step.Mm > 1.5 * usual);
        if (gaps.Length > 0)
        {
            var missing = gaps.Sum(gap => Math.Round(gap.Mm / usual) - 1);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{missing:0} {(missing < 1.5 ? "slice is" : "slices are")} missing between {gaps[0].From.PositionMm:0.##} and "
                    + $"{gaps[0].To.PositionMm:0.##} mm"
                    + $"{(gaps.Length > 1 ? " and elsewhere" : string.Empty)}: the others are {usual:0.##} mm apart"
            );
        }
        var drift = apart[0].To.Origin - apart[0].From.Origin;
        var degrees = Math.Acos(Math.Clamp(drift.Dot(places[0].Normal) / drift.Length(), -1, 1)) * 180 / Math.PI;
        if (degrees > LeastTilt)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the gantry is tilted by {degrees:0.#} degrees: each slice is shifted along itself against the one before"
            );
        }
    }

    private static string Text(double[] cosines) =>
        string.Join('\\', cosines.Select(cosine => cosine.ToString("R", CultureInfo.InvariantCulture)));
}
