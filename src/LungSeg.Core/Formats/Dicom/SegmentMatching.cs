using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Puts the frames of a segmentation on the slices of a folder by their planes: references to images tell only which of several slices at
/// one place is meant, and the slice of a frame without a plane.
/// </summary>
internal sealed class SegmentMatching
{
    private const int MaxNamed = 5;
    private const string Resampled = "resampled by the nearest pixel";

    /// <summary>Cosine from which planes have one direction; the fit of the corners decides more exactly.</summary>
    private const double SameDirection = 0.99;

    private readonly IReadOnlyList<CtSlice> _slices;
    private readonly bool _takesNearest;
    private readonly SliceRun[] _runs;
    private readonly Dictionary<int, SliceRun> _runOf;
    private readonly ILookup<string?, int> _bySop;

    public SegmentMatching(IReadOnlyList<CtSlice> slices, MaskReading reading)
    {
        (_slices, _takesNearest) = (slices, reading.TakesNearest);
        _bySop = Enumerable.Range(0, slices.Count).ToLookup(row => slices[row].SopUid);
        _runs = [.. SliceRun.FromSlices(slices, _ => true)];
        _runOf = _runs.SelectMany(run => run.Slices.Select(slice => (slice.Row, Run: run))).ToDictionary(of => of.Row, of => of.Run);
    }

    /// <summary>Finds the layers that a segmentation gives to slices, by row.</summary>
    public SegmentMatch Match(Segmentation segmentation)
    {
        var match = new SegmentMatch();
        var placed = new List<(SegmentFrame Frame, int Row, double Distance)>();
        foreach (var frame in segmentation.Frames)
        {
            var (rows, distance) = Find(frame);
            placed.AddRange(rows.Select(row => (frame, row, distance)));
            if (rows.Count == 0)
            {
                RefuseAcross(frame, match);
            }
        }

        foreach (var onSlice in placed.GroupBy(found => (found.Row, found.Frame.Segment)))
        {
            var nearest = onSlice.Min(found => found.Distance) + SliceRun.SamePositionMm;
            foreach (var (frame, row, _) in onSlice.Where(found => found.Distance <= nearest))
            {
                Place(frame, row, match);
            }
        }

        match.Notes.AddRange(Describe(segmentation, match));
        return match;
    }

    /// <summary>The rows of the slice that a frame belongs to, of which there are several where files hold one image twice.</summary>
    private (IReadOnlyList<int> Rows, double Distance) Find(SegmentFrame frame)
    {
        if (frame.Plane.Origin is null)
        {
            return (FindByReference(frame, _ => true), 0);
        }
        var found = _runs
            .Where(run => IsSameSpace(frame, run) && Math.Abs(run.Normal.Dot(GetPlace(frame, run.Slices[0].Row).Normal)) > SameDirection)
            .SelectMany(run => run.Find(Centre(frame, run.Slices[0].Row)))
            .ToArray();
        var rows = found.Select(slice => slice.Row).ToArray();
        if (Images(rows) > 1)
        {
            var named = Array.FindAll(rows, row => frame.References.Any(image => IsNamed(image, row)));
            rows = Images(named) == 1 ? named : [];
        }
        if (found.Length == 0)
        {
            // An image without a place is its frame's by reference; one with a place elsewhere is not.
            return (FindByReference(frame, row => _slices[row].Plane.GetPlace(default) is null), 0);
        }
        return (rows, rows.Length == 0 ? 0 : found.First(slice => slice.Row == rows[0]).Distance);
    }

    private int[] FindByReference(SegmentFrame frame, Func<int, bool> isAllowed)
    {
        // One image for a segmentation of several frames is that of each only where each is of another segment.
        if (frame.Source is not { } image || (frame.Sources.Count == 0 && !frame.Of.HasFramePerSegment))
        {
            return [];
        }
        int[] rows = [.. _bySop[image.SopUid].Where(row => isAllowed(row) && (image.Frame is null || IsNamed(image, row)))];
        return Images(rows) == 1 ? rows : [];
    }

    private int Images(IEnumerable<int> rows) => rows.DistinctBy(row => (_slices[row].SopUid, _slices[row].Frame)).Count();

    private bool IsNamed(ImageReference image, int row) =>
        image.SopUid == _slices[row].SopUid && (image.Frame is null || image.Frame == _slices[row].Frame + 1);

    private bool IsSameSpace(SegmentFrame frame, SliceRun run) =>
        frame.Of.FrameOfReferenceUid is not { } space || _slices[run.Slices[0].Row].FrameOfReferenceUid is not { } other || space == other;

    /// <summary>Place of a frame; what it does not say but its position is taken from a slice.</summary>
    private SlicePlace GetPlace(SegmentFrame frame, int row)
    {
        var slice = _slices[row].Plane;
        var spacing = frame.Plane.SpacingMm ?? slice.SpacingMm ?? new PixelSpacing(1, 1);
        return frame.Plane.GetPlace(spacing)
            ?? (frame.Plane with { Orientation = slice.Orientation }).GetPlace(spacing)
            ?? throw new InvalidOperationException("a slice of a run has an orientation");
    }

    private Vector3D Centre(SegmentFrame frame, int row) =>
        GetPlace(frame, row).At((frame.Size.Height - 1) / 2.0, (frame.Size.Width - 1) / 2.0);

    /// <summary>
    /// Puts a frame on its slice. It is left over where no pixel of it lies there, and refused where its pixels lie between those of the
    /// slice.
    /// </summary>
    private void Place(SegmentFrame frame, int row, SegmentMatch match)
    {
        var slice = _slices[row];
        var size = new SliceSize(slice.Layout.Rows, slice.Layout.Columns);
        if (
            frame.Plane.Origin is null
            || slice.Plane.GetPlace(slice.Plane.SpacingMm ?? frame.Plane.SpacingMm ?? new PixelSpacing(1, 1)) is not { } place
        )
        {
            if (frame.Size == size)
            {
                match.Add(row, new SegmentLayer(frame, MaskSampling.AsStored(0)), string.Empty);
            }
            return;
        }

        var grid = VoxelGrid.Of(GetPlace(frame, row), frame.Size);
        var reach = _runOf[row].ReachMm;
        var sampling = MaskPlacement.Fit(place, size, grid, reach);
        var isExact = sampling is not null;
        if (!isExact && _takesNearest)
        {
            sampling = MaskPlacement.FitNearest(place, grid, reach);
        }
        if (sampling is not { } fitted)
        {
            match.Refuse(frame, grid.First, slice, place);
        }
        else if (fitted.Meets(frame.Size, size))
        {
            match.Add(row, new SegmentLayer(frame, fitted), isExact ? fitted.Describe(frame.Size, size) : Resampled);
        }
    }

    /// <summary>Refuses a frame that lies across the slices of its space: no plane of it is one of theirs.</summary>
    private void RefuseAcross(SegmentFrame frame, SegmentMatch match)
    {
        var runs = Array.FindAll(_runs, run => IsSameSpace(frame, run));
        if (
            frame.Plane.Place is { } place
            && runs.Length > 0
            && Array.TrueForAll(runs, run => Math.Abs(run.Normal.Dot(place.Normal)) <= SameDirection)
        )
        {
            match.Refuse(frame, place, _slices[runs[0].Slices[0].Row], runs[0].Slices[0].Place);
        }
    }

    private IEnumerable<string> Describe(Segmentation segmentation, SegmentMatch match)
    {
        var frames = segmentation.Frames;
        yield return Text($"{segmentation.File.Path}: segmentation of {Quantity.Of(frames.Count, "frame")}, ")
            + Text($"{match.Placed.Count} of them on slices in this folder");
        SegmentFrame[] left = [.. frames.Where(frame => !match.Placed.Contains(frame.Index) && !match.Refused.Contains(frame.Index))];
        if (left.Length > 0)
        {
            yield return Text($"{segmentation.File.Path}: {left.Length} frames belong to no slice of this folder, or to several: ")
                + ShortList.Join(left, MaxNamed, frame => frame.Name);
        }
        foreach (var (words, moved) in match.Moved)
        {
            yield return Text($"{segmentation.File.Path}: {moved.Count} frames were {words} to lie on their slices");
        }
        var own = match.Rows.Select(row => _runOf.GetValueOrDefault(row)).OfType<SliceRun>();
        if (
            own.FirstOrDefault() is { } slices
            && GetStep(segmentation, slices) is { } step
            && step < slices.StepMm - SliceRun.SamePositionMm
        )
        {
            yield return Text(
                $"{segmentation.File.Path}: its frames lie {step:0.##} mm apart, the slices {slices.StepMm:0.##} mm: the nearest were taken"
            );
        }
    }

    /// <summary>Least distance of two frames of one segment.</summary>
    private double? GetStep(Segmentation segmentation, SliceRun run)
    {
        var steps = new List<double>();
        foreach (var segment in segmentation.Frames.Where(frame => frame.Plane.Origin is not null).GroupBy(frame => frame.Segment))
        {
            var positions = segment.Select(frame => Centre(frame, run.Slices[0].Row).Dot(run.Normal)).Order().ToArray();
            steps.AddRange(positions.Zip(positions.Skip(1), (a, b) => b - a).Where(step => step > SliceRun.SamePositionMm));
        }
        return steps.Count == 0 ? null : steps.Min();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
