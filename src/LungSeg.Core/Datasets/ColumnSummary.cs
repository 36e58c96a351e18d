using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>One column as all its cells have it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">What its cells hold; missing cells are not counted, and <see cref="CellKind.Other"/> stands for a mixture or no
/// cells.</param>
/// <param name="DType">numpy's name of the arrays' dtype, or pandas' of the column; <c>mixed</c> where arrays differ.</param>
/// <param name="ByteOrder"><c>little</c>, <c>big</c>, <c>none</c>, or <c>mixed</c>.</param>
/// <param name="Shape">Lengths of the arrays' axes, [row, col]; null where arrays differ and for columns without arrays.</param>
/// <param name="Order"><c>C</c>, <c>F</c> or <c>mixed</c>; null for columns without arrays.</param>
public sealed record ColumnSummary(string Name, CellKind Kind, string DType, string ByteOrder, IReadOnlyList<long>? Shape, string? Order);
