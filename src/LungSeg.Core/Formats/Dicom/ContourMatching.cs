using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Puts the contours of a structure set on slices of the series that it was drawn on: a contour belongs to the slice whose plane holds it,
/// and the images that it names decide only between slices at one place.
/// </summary>
internal sealed class ContourMatching
{
    /// <summary>Memory of a point that is kept, bytes.</summary>
    private const int BytesPerPoint = 16;

    private const int FewestPoints = 3;

    private readonly IReadOnlyList<CtSlice> _slices;
    private readonly StructureSet _set;
    private readonly SliceRun[] _runs;
    private readonly AllocationBudget _budget;

    /// <param name="slices">All slices.</param>
    /// <param name="set">The structure set.</param>
    public ContourMatching(IReadOnlyList<CtSlice> slices, StructureSet set)
    {
        (_slices, _set) = (slices, set);
        _runs =
        [
            .. SliceRun.FromSlices(
                slices,
                slice => slice.Plane.Place is not null && (set.Series.Count == 0 || set.Series.Contains(slice.SeriesUid ?? string.Empty))
            ),
        ];
        _budget = new AllocationBudget(new SourceName(set.File.Path, null, DicomFile.Format), set.File.Limits, set.SourceLength);
    }

    /// <summary>Whether slices of the series that it was drawn on are at hand.</summary>
    public bool HasSlices => _runs.Length > 0;

    /// <summary>Finds the slices of the contours of an ROI.</summary>
    /// <param name="roi">The ROI.</param>
    /// <param name="keepsPoints">Whether the contours are kept, and not just counted.</param>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed, or its points need too much memory.</exception>
    public ContourMatch Match(Roi roi, bool keepsPoints)
    {
        var match = new ContourMatch(roi);
        var found = new List<PlacedContour>();
        _set.File.Read(
            _set.Syntax,
            source =>
            {
                foreach (var contour in roi.Contours)
                {
                    found.AddRange(Find(source, contour, match, keepsPoints));
                }
            }
        );
        var kept = new HashSet<RoiContour>();
        foreach (var onSlice in found.GroupBy(placed => placed.Row))
        {
            var nearest = onSlice.Min(placed => placed.Distance) + SliceRun.SamePositionMm;
            PlacedContour[] taken = [.. onSlice.Where(placed => placed.Distance <= nearest)];
            kept.UnionWith(taken.Select(placed => placed.Contour));
            match.Rings[onSlice.Key] = [.. taken.Select(placed => placed.Ring)];
        }
        match.Placed = kept.Count;
        match.LeaveOut("on slices that others lie nearer to", found.DistinctBy(placed => placed.Contour).Count() - kept.Count);
        return match;
    }

    /// <summary>The rows of the slice that a contour belongs to; none, and the reason is counted, where it belongs to none.</summary>
    private IEnumerable<PlacedContour> Find(IByteSource source, RoiContour contour, ContourMatch match, bool keepsPoints)
    {
        if (!contour.IsClosed)
        {
            match.LeaveOut($"of type {PrintableText.Escape(contour.Type ?? "none", 20)}");
            return [];
        }
        var points = ContourPoints.Read(source, contour);
        if (points is null || (contour.StatedPoints is { } stated && stated != points.Length))
        {
            match.LeaveOut("whose points are damaged");
            return [];
        }
        if (points.Length < FewestPoints)
        {
            match.LeaveOut("of fewer than 3 points");
            return [];
        }
        if (!_runs.Any(run => IsSameSpace(match.Roi, run)))
        {
            match.LeaveOut("in another frame of reference than the slices");
            return [];
        }

        var centre = points.Aggregate((a, b) => a + b) * (1.0 / points.Length);
        var near = _runs
            .Where(run => IsSameSpace(match.Roi, run) && run.Holds(points, centre))
            .SelectMany(run => run.Find(centre))
            .ToArray();
        if (CountImages(near) > 1)
        {
            near = Array.FindAll(near, slice => contour.Images.Contains(_slices[slice.Row].SopUid ?? string.Empty));
        }
        if (CountImages(near) != 1)
        {
            match.LeaveOut("on no slice, or on several");
            return [];
        }
        if (keepsPoints)
        {
            _budget.Charge((long)near.Length * points.Length * BytesPerPoint, contour.Offset);
        }
        return near.Select(slice => new PlacedContour(
            contour,
            slice.Row,
            slice.Distance,
            keepsPoints ? ToPixels(points, slice.Place) : []
        ));
    }

    private int CountImages(IEnumerable<(int Row, SlicePlace Place, double Distance)> found) =>
        found.DistinctBy(slice => (_slices[slice.Row].SopUid, _slices[slice.Row].Frame)).Count();

    private bool IsSameSpace(Roi roi, SliceRun run) =>
        roi.FrameOfReferenceUid is not { } space || _slices[run.Slices[0].Row].FrameOfReferenceUid is not { } other || space == other;

    private static (double X, double Y)[] ToPixels(Vector3D[] points, SlicePlace place)
    {
        var grid = VoxelGrid.Of(place, default);
        return Array.ConvertAll(
            points,
            point =>
            {
                var at = grid.Locate(point);
                return (at.Column + 0.5, at.Row + 0.5);
            }
        );
    }

    /// <summary>A contour on a slice.</summary>
    /// <param name="Contour">The contour.</param>
    /// <param name="Row">The slice's row.</param>
    /// <param name="Distance">Distance of the contour from the slice, mm.</param>
    /// <param name="Ring">Its points in pixels; empty where they are not kept.</param>
    private sealed record PlacedContour(RoiContour Contour, int Row, double Distance, (double X, double Y)[] Ring);
}
