using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>One cell of a table.</summary>
/// <param name="Kind">Kind of the value.</param>
/// <param name="Value">
/// An <see cref="ArrayInfo"/>, string, long, <see cref="System.Numerics.BigInteger"/>, double, bool, <see cref="DateValue"/> or
/// <see cref="DurationValue"/>; null where it is missing or not read.
/// </param>
internal readonly record struct Cell(CellKind Kind, object? Value)
{
    /// <summary>Whether it holds one text, number, truth value, date or duration, which can be written again.</summary>
    public bool IsValue => Value is not (null or ArrayInfo) && Kind is not (CellKind.Opaque or CellKind.Other) || Value is DurationValue;

    public static Cell Missing { get; } = new(CellKind.Missing, null);

    public static Cell Other { get; } = new(CellKind.Other, null);

    public static Cell Opaque { get; } = new(CellKind.Opaque, null);

    public ArrayInfo? Array => Value as ArrayInfo;

    public string? Text => Value as string;
}

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

    /// <summary>Date and time.</summary>
    DateTime,

    /// <summary>One of a fixed set of texts.</summary>
    Category,

    /// <summary>Missing value: None, NaN in a text column, pandas.NA.</summary>
    Missing,

    /// <summary>
    /// A value of a pickle that a name makes which is not understood; the name is known. The value is read only where ids need it.
    /// </summary>
    Opaque,

    /// <summary>Anything else.</summary>
    Other,
}
