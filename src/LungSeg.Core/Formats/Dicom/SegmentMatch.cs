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

    /// <summary>Indexes of the frames that lie on slices.</summary>
    public HashSet<int> Placed { get; } = [];

    /// <summary>Indexes of the frames whose pixels are not those of their slices.</summary>
    public HashSet<int> Refused { get; } = [];

    /// <summary>Indexes of the frames by what was done to put them on their slices.</summary>
    public SortedDictionary<string, HashSet<int>> Moved { get; } = new(StringComparer.Ordinal);

    public List<string> Notes { get; } = [];

    public IReadOnlyList<SegmentLayer> GetLayers(int row) => _layers[row];

    /// <summary>Puts a frame on a slice, of which there are several where files hold one image twice.</summary>
    /// <param name="row">The slice's row.</param>
    /// <param name="layer">The frame as it lies on the slice.</param>
    /// <param name="change">What was done to put it there; empty for nothing.</param>
    public void Add(int row, SegmentLayer layer, string change)
    {
        var frame = layer.Frame.Index;
        Placed.Add(frame);
        if (!_layers.TryGetValue(row, out var layers))
        {
            _layers.Add(row, layers = []);
        }
        layers.Add(layer);
        if (change.Length > 0)
        {
            if (!Moved.TryGetValue(change, out var moved))
            {
                Moved.Add(change, moved = []);
            }
            moved.Add(frame);
        }
    }

    /// <summary>Refuses a frame whose pixels are not those of its slice.</summary>
    public void Refuse(SegmentFrame frame, SlicePlace at, CtSlice slice, SlicePlace place)
    {
        Refused.Add(frame.Index);
        _refusal ??=
            $"its pixels do not lie on those of the slices: a frame has {at}, {PrintableText.Escape(slice.File.Path, 80)} has {place}";
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
