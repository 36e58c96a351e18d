using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Assigns the outlines (LIDC XML), segmentations and structure sets of a folder to the slices they were drawn on, which gives the masks
/// of slices.
/// </summary>
internal sealed class AnnotationMatching
{
    private readonly IReadOnlyList<CtSlice> _slices;
    private readonly ILookup<string?, int> _bySop;
    private readonly SliceOutlines?[] _outlines;
    private readonly List<IMaskLayer>?[] _layers;
    private readonly SegmentClasses _classes;
    private readonly HashSet<string?> _annotatedSeries = [];
    private readonly List<string> _notes = [];

    private AnnotationMatching(IReadOnlyList<CtSlice> slices, SegmentClasses classes)
    {
        _slices = slices;
        _bySop = Enumerable.Range(0, slices.Count).ToLookup(row => slices[row].SopUid);
        _outlines = new SliceOutlines?[slices.Count];
        _layers = new List<IMaskLayer>?[slices.Count];
        _classes = classes;
    }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Names and values of the classes in the masks.</summary>
    public MaskClasses Classes => _classes.Classes;

    /// <summary>The classes of the pixels that were read.</summary>
    public MaskValues FoundClasses => _classes.Found;

    /// <summary>Why a segmentation or a structure set could not be put on the slices; null where all could.</summary>
    public DatasetFormatException? Damage { get; private set; }

    /// <summary>Why no ROI is drawn: a structure set has several, and none is chosen. Null elsewhere.</summary>
    public DatasetFormatException? Undecided { get; private set; }

    /// <summary>Whether slices have masks; else the ROIs are only counted.</summary>
    public bool HasMasks { get; private set; }

    /// <summary>Matches outlines, frames and contours with slices; null where the folder has none.</summary>
    public static AnnotationMatching? Match(IReadOnlyList<CtSlice> slices, IReadOnlyList<DicomFolderFile> files, MaskReading reading)
    {
        if (!files.Any(file => file.IsAnnotation))
        {
            return null;
        }
        Segmentation[] segmentations = [.. files.Select(file => file.Segmentation).OfType<Segmentation>()];
        StructureSet[] sets = [.. files.Select(file => file.Structures).OfType<StructureSet>()];
        var segments = segmentations
            .SelectMany(segmentation => segmentation.Segments)
            .Concat(sets.SelectMany(set => set.Rois).Select(roi => roi.AsSegment()));
        var found = new AnnotationMatching(slices, new SegmentClasses(segments, reading.Lesion));
        foreach (var file in files)
        {
            if (file.Outlines is not null)
            {
                found.Add(file.Path, file.Outlines);
            }
        }
        if (segmentations.Length > 0)
        {
            found.Add(segmentations, new SegmentMatching(slices, reading));
        }
        foreach (var set in sets)
        {
            found.Add(set, reading.Lesion.Count > 0);
        }
        found.HasMasks = sets.Length == 0 || segmentations.Length > 0 || found._annotatedSeries.Count > 0 || reading.Lesion.Count > 0;
        return found;
    }

    /// <summary>Mask of a slice: all 0 where nothing was drawn on it, null where its series has no annotations.</summary>
    public ArrayInfo? GetMask(int row)
    {
        var slice = _slices[row];
        return _annotatedSeries.Contains(slice.SeriesUid)
            ? SliceMaskDecoder.CreateArray(new(slice.Layout.Rows, slice.Layout.Columns), _outlines[row], _layers[row] ?? [], _classes)
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

    private void Add(Segmentation[] segmentations, SegmentMatching matching)
    {
        foreach (var segmentation in segmentations)
        {
            var match = matching.Match(segmentation);
            Damage ??= match.GetFault(segmentation);
            _notes.AddRange(match.Notes);
            foreach (var row in match.Rows)
            {
                (_layers[row] ??= []).AddRange(match.GetLayers(row));
                _annotatedSeries.Add(_slices[row].SeriesUid);
            }
        }
    }

    private void Add(StructureSet set, bool isChosen)
    {
        var name = set.File.Folder?.GetName(set.File.Path, DicomFile.Format) ?? new SourceName(set.File.Path, null, DicomFile.Format);
        var matching = new ContourMatching(_slices, set);
        if (set.Rois.Count == 0 || !matching.HasSlices)
        {
            Damage ??= FormatError.Unsupported(
                name,
                set.Rois.Count == 0 ? "this RT Structure Set holds no ROI"
                    : set.Series.Count == 0 ? "no slice has a place that its contours could lie at"
                    : $"it is drawn on series {PrintableText.Escape(string.Join(", ", set.Series), 200)}, no slice of which is here"
            );
            return;
        }
        Roi[] drawn = isChosen ? [.. set.Rois.Where(roi => _classes.Chooses(roi.AsSegment()))] : [.. set.Rois];
        if (drawn.Length == 0)
        {
            Damage ??= FormatError.Unsupported(
                name,
                $"it has no ROI of the chosen name; it has {List(set)}",
                new RequestHint(RequestParameter.Lesion, set.Rois[^1].Name)
            );
            return;
        }

        var isDecided = isChosen || drawn.Length == 1;
        ContourMatch[] matches = [.. drawn.Select(roi => matching.Match(roi, isDecided))];
        _notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{set.File.Path}: structure set of {Quantity.Of(set.Rois.Count, "ROI")}"
                    + $"{(isDecided ? string.Empty : ", of which none is chosen")}"
            )
        );
        _notes.AddRange(matches.Select(match => $"{set.File.Path}: {match.Describe()}"));
        if (!isDecided)
        {
            Undecided ??= FormatError.Unsupported(
                name,
                $"the structure set holds the ROIs {List(set)}, and nothing says which of them is the lesion",
                new RequestHint(RequestParameter.Lesion, set.Rois[^1].Name)
            );
            return;
        }
        if (Array.TrueForAll(matches, match => match.Rings.Count == 0))
        {
            Damage ??= FormatError.Unsupported(name, $"no contour lies on a slice: {matches[0].Describe()}");
        }
        foreach (var (match, (row, rings)) in matches.SelectMany(match => match.Rings.Select(found => (match, found))))
        {
            (_layers[row] ??= []).Add(new ContourLayer(match.Roi.AsSegment(), rings));
            _annotatedSeries.Add(_slices[row].SeriesUid);
        }
    }

    private static string List(StructureSet set) => string.Join(", ", set.Rois.Select(roi => PrintableText.Escape(roi.Name, 64)));
}
