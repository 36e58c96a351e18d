using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Where the frames of a segmentation lie on the slices of a folder.</summary>
internal sealed class SegmentMatch
{
    private readonly Dictionary<int, List<SegmentLayer>> _layers = [];
    private string? _refusal;

    /// <summary>The rows that have layers.</summary>
    public IReadOnlyCollection<int> Rows => _layers.Keys;

    /// <summary>Frames that lie on no slice, or on several of which none is meant.</summary>
    public List<SegmentFrame> LeftOver { get; } = [];

    /// <summary>Number of frames by what was done to put them on their slices.</summary>
    public SortedDictionary<string, int> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>Frames whose pixels lie between those of the slices.</summary>
    public int Resampled { get; set; }

    public List<string> Notes { get; } = [];

    public IReadOnlyList<SegmentLayer> GetLayers(int row) => _layers[row];

    public void Add(int row, SegmentLayer layer)
    {
        if (!_layers.TryGetValue(row, out var layers))
        {
            _layers.Add(row, layers = []);
        }
        layers.Add(layer);
    }

    /// <summary>Frames whose pixels are not those of their slices.</summary>
    public int Refused { get; private set; }

    /// <summary>Counts a frame whose pixels are not those of its slice.</summary>
    public void Refuse(SlicePlace frame, CtSlice slice, SlicePlace place)
    {
        Refused++;
        _refusal ??=
            $"its pixels do not lie on those of the slices: a frame has {frame}, {PrintableText.Escape(slice.File.Path, 80)} has {place}";
    }

    /// <summary>Why the segmentation cannot be used; null where it can.</summary>
    public DatasetFormatException? GetFault(Segmentation segmentation)
    {
        var name = new SourceName(segmentation.File.Path, null, DicomFile.Format);
        return _refusal is { } refusal ? FormatError.Unsupported(name, refusal, new RequestHint(RequestParameter.MaskResample, "nearest"))
            : _layers.Count == 0
                ? FormatError.Unsupported(name, $"none of its {segmentation.Frames.Count} frames lies on a slice of this folder")
            : null;
    }
}
