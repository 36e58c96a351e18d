using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>
/// Assigns the outlines (LIDC XML) and segmentations of a folder to the slices they were drawn on, which gives the masks of slices.
/// </summary>
internal sealed class AnnotationMatching
{
    private readonly IReadOnlyList<CtSlice> _slices;
    private readonly ILookup<string?, int> _bySop;
    private readonly SliceOutlines?[] _outlines;
    private readonly List<SegmentLayer>?[] _layers;
    private readonly SegmentClasses _classes;
    private readonly HashSet<string?> _annotatedSeries = [];
    private readonly List<string> _notes = [];

    private AnnotationMatching(IReadOnlyList<CtSlice> slices, SegmentClasses classes)
    {
        _slices = slices;
        _bySop = Enumerable.Range(0, slices.Count).ToLookup(row => slices[row].SopUid);
        _outlines = new SliceOutlines?[slices.Count];
        _layers = new List<SegmentLayer>?[slices.Count];
        _classes = classes;
    }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Names and values of the classes in the masks.</summary>
    public MaskClasses Classes => _classes.Classes;

    /// <summary>The classes of the pixels that were read.</summary>
    public MaskValues FoundClasses => _classes.Found;

    /// <summary>Why a segmentation could not be put on the slices; null where all could.</summary>
    public DatasetFormatException? Damage { get; private set; }

    /// <summary>Matches outlines and frames with slices; null where the folder has none.</summary>
    public static AnnotationMatching? Match(IReadOnlyList<CtSlice> slices, IReadOnlyList<DicomFolderFile> files, MaskReading reading)
    {
        if (files.All(file => file.Outlines is null && file.Segmentation is null))
        {
            return null;
        }
        Segmentation[] segmentations = [.. files.Select(file => file.Segmentation).OfType<Segmentation>()];
        var found = new AnnotationMatching(slices, new SegmentClasses(segmentations, reading.Lesion));
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
}
