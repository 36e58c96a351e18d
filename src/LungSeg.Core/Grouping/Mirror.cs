namespace LungSeg.Core.Grouping;

/// <summary>How a slice is mirrored.</summary>
public enum Mirror
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Left to right.</summary>
    LeftRight,

    /// <summary>Top to bottom.</summary>
    UpsideDown,

    /// <summary>Both, which is half a turn.</summary>
    HalfTurn,
}
