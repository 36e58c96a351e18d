using System.Globalization;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Assigns the outlines (LIDC XML) and SEG frames of a folder to the slices they were drawn on, which gives the masks of slices.
/// </summary>
internal sealed class AnnotationMatching
{
    /// <summary>Positions within this distance are equal: files round them to few digits.</summary>
    private const double SamePositionMm = 0.01;

    private readonly IReadOnlyList<CtSlice> _slices;
    private readonly ILookup<string?, int> _bySop;
    private readonly SliceOutlines?[] _outlines;
    private readonly List<SegmentFrame>?[] _segments;
    private readonly HashSet<string?> _annotatedSeries = [];
    private readonly List<string> _notes = [];

    private AnnotationMatching(IReadOnlyList<CtSlice> slices)
    {
        _slices = slices;
        _bySop = Enumerable.Range(0, slices.Count).ToLookup(row => slices[row].SopUid);
        _outlines = new SliceOutlines?[slices.Count];
        _segments = new List<SegmentFrame>?[slices.Count];
    }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Matches outlines and frames with slices; null where the folder has none.</summary>
    public static AnnotationMatching? Match(IReadOnlyList<CtSlice> slices, IReadOnlyList<DicomFolderFile> files)
    {
        if (files.All(file => file.Outlines is null && file.Segments.Count == 0))
        {
            return null;
        }
        var found = new AnnotationMatching(slices);
        foreach (var file in files)
        {
            if (file.Outlines is not null)
            {
                found.Add(file.Path, file.Outlines);
            }
            if (file.Segments.Count > 0)
            {
                found.Add(file.Path, file.Segments);
            }
        }

        return found;
    }

    /// <summary>Mask of a slice: all 0 where nothing was drawn on it, null where its series has no annotations.</summary>
    public ArrayInfo? GetMask(int row)
    {
        var slice = _slices[row];
        return _annotatedSeries.Contains(slice.SeriesUid)
            ? SliceMaskDecoder.CreateArray(new(slice.Layout.Rows, slice.Layout.Columns), _outlines[row], _segments[row] ?? [])
            : null;
    }

    private void Add(string path, LidcReading reading)
    {
        var (there, twice) = (0, 0);
        foreach (var (sop, outlines) in reading.Slices)
        {
            foreach (var row in _bySop[sop])
            {
                there++;
                twice += _outlines[row] is null ? 0 : 1;
                _outlines[row] ??= outlines;
                _annotatedSeries.Add(_slices[row].SeriesUid);
            }
        }

        if (reading.SeriesUid is not null)
        {
            _annotatedSeries.Add(reading.SeriesUid);
        }
        _notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {reading.Readers} readers outlined nodules on {reading.Slices.Count} slices, {there} of them in this folder"
            )
        );
        if (twice > 0)
        {
            _notes.Add(
                string.Create(CultureInfo.InvariantCulture, $"{path}: on {twice} slices the outlines of another file were taken instead")
            );
        }
    }

    private void Add(string path, IReadOnlyList<SegmentFrame> frames)
    {
        var (placed, otherSize) = (0, 0);
        foreach (var frame in frames)
        {
            var rows = GetRows(frame);
            var fitting = rows.FindAll(row =>
                _slices[row].Layout.Rows == frame.Layout.Rows && _slices[row].Layout.Columns == frame.Layout.Columns
            );
            placed += fitting.Count > 0 ? 1 : 0;
            otherSize += rows.Count > 0 && fitting.Count == 0 ? 1 : 0;
            foreach (var row in fitting)
            {
                (_segments[row] ??= []).Add(frame);
                _annotatedSeries.Add(_slices[row].SeriesUid);
            }
        }

        _notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: segmentation of {frames.Count} frames, {placed} of them on slices in this folder"
            )
        );
        if (otherSize > 0)
        {
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {otherSize} frames are of another size than the slices they belong to, and left out"
                )
            );
        }
    }

    /// <summary>Finds the slices of a frame by the SOP Instance UID that the frame refers to, else by its position.</summary>
    private List<int> GetRows(SegmentFrame frame)
    {
        if (frame.SourceSopUid is null)
        {
            return [.. Enumerable.Range(0, _slices.Count).Where(row => IsSamePlace(_slices[row], frame))];
        }
        var rows = _bySop[frame.SourceSopUid].ToList();

        // Frames of one multi-frame image share a UID, so the position decides.
        return rows.Count <= 1 ? rows : rows.FindAll(row => IsSamePlace(_slices[row], frame));
    }

    private static bool IsSamePlace(CtSlice slice, SegmentFrame frame) =>
        slice.Geometry.Origin is { } a
        && frame.Geometry.Origin is { } b
        && (
            slice.FrameOfReferenceUid is null || frame.FrameOfReferenceUid is null || slice.FrameOfReferenceUid == frame.FrameOfReferenceUid
        )
        && Math.Abs(a[0] - b[0]) < SamePositionMm
        && Math.Abs(a[1] - b[1]) < SamePositionMm
        && Math.Abs(a[2] - b[2]) < SamePositionMm;
}
