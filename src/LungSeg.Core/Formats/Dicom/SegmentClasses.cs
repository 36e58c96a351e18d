using System.Globalization;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Numbers of the classes of segments, from 1. In masks all classes are 1, or those that are chosen.</summary>
internal sealed class SegmentClasses
{
    private readonly List<string> _keys = [];
    private readonly List<string> _names = [];
    private readonly IReadOnlyList<string> _chosen;
    private readonly bool _isFound;

    /// <param name="segments">The segments and ROIs whose masks are joined.</param>
    /// <param name="chosen">Names or values of the classes that are the lesion; empty where none is chosen.</param>
    public SegmentClasses(IEnumerable<Segment> segments, IReadOnlyList<string> chosen)
    {
        _chosen = chosen;
        foreach (var segment in segments.Where(segment => !segment.IsBackground))
        {
            if (!_keys.Contains(segment.ClassKey))
            {
                _keys.Add(segment.ClassKey);
                _names.Add(segment.ClassName);
            }
            _isFound |= IsChosen(segment);
        }
    }

    /// <summary>The classes of the pixels that were read.</summary>
    public MaskValues Found { get; } = new();

    /// <summary>Names and values of the classes.</summary>
    public MaskClasses Classes =>
        new([.. _names.Select((name, at) => new MaskClass(name, at + 1))]) { IsChosen = _chosen.Count > 0 && _isFound };

    /// <summary>The number of a segment's class; 0 for the background, and for a class that is not chosen.</summary>
    public byte GetValue(Segment segment) =>
        segment.IsBackground || (_isFound && !IsChosen(segment))
            ? (byte)0
            : (byte)Math.Min(byte.MaxValue, _keys.IndexOf(segment.ClassKey) + 1);

    /// <summary>Whether classes are chosen and a segment is of one of them.</summary>
    public bool Chooses(Segment segment) => _chosen.Count > 0 && IsChosen(segment);

    /// <summary>A segment is named by its class, its own label, or the value of its class.</summary>
    private bool IsChosen(Segment segment) =>
        _chosen.Any(name =>
            string.Equals(name, segment.ClassName, StringComparison.OrdinalIgnoreCase)
            || string.Equals(name, segment.Label, StringComparison.OrdinalIgnoreCase)
            || name == (_keys.IndexOf(segment.ClassKey) + 1).ToString(CultureInfo.InvariantCulture)
            || MaskClasses.IsAll(name)
        );
}
