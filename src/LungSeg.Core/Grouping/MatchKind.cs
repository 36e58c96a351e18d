namespace LungSeg.Core.Grouping;

/// <summary>How two slices are alike.</summary>
public enum MatchKind
{
    /// <summary>Equal pixel by pixel.</summary>
    Exact,

    /// <summary>The same slice, moved by a few pixels, mirrored, or with changed values.</summary>
    Shifted,

    /// <summary>Another slice of the same scan, close by.</summary>
    Neighbour,
}
