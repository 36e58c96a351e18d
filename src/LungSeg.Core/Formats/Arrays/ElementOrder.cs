namespace LungSeg.Core.Formats.Arrays;

/// <summary>Order of the elements of an array in the file.</summary>
public enum ElementOrder
{
    /// <summary>Last index fastest (row after row).</summary>
    C,

    /// <summary>First index fastest (column after column).</summary>
    F,

    /// <summary>Neither: a part of a larger array.</summary>
    Strided,
}
