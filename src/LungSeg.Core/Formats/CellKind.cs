namespace LungSeg.Core.Formats;

/// <summary>What a cell of a table holds.</summary>
public enum CellKind
{
    /// <summary>A numpy array.</summary>
    Array,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A point in time.</summary>
    DateTime,

    /// <summary>One of a fixed set of texts.</summary>
    Category,

    /// <summary>Nothing: None, NaN in a text column, pandas.NA.</summary>
    Missing,

    /// <summary>Anything else.</summary>
    Other,
}
