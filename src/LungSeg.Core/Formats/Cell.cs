using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>One cell of a table.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Value">An <see cref="ArrayInfo"/>, string, long, <see cref="System.Numerics.BigInteger"/>, double or bool; null where it is
/// missing or not read.</param>
internal readonly record struct Cell(CellKind Kind, object? Value)
{
    public static Cell Missing { get; } = new(CellKind.Missing, null);

    public static Cell Other { get; } = new(CellKind.Other, null);

    public ArrayInfo? Array => Value as ArrayInfo;

    public string? Text => Value as string;
}
