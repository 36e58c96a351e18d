namespace LungSeg.Core.Formats.Arrays;

/// <summary>Order of the bytes within one element.</summary>
public enum ByteOrder
{
    /// <summary>Elements of one byte.</summary>
    None,

    /// <summary>Least significant byte first.</summary>
    Little,

    /// <summary>Most significant byte first.</summary>
    Big,
}
