using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>A column of numbers, truth values, dates or durations: elements of a numpy array [row], little endian.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="DType">Type of the elements.</param>
/// <param name="Elements">The elements; what stands for a missing one has no meaning where <paramref name="Missing"/> says so.</param>
/// <param name="Missing">
/// One byte a row, not 0 where the value is missing; the column then has a nullable type of pandas. Null for a plain numpy column.
/// </param>
/// <param name="Zone">Time zone of dates, which are UTC; null where they have none.</param>
internal sealed record PickleElementColumn(string Name, DType DType, byte[] Elements, byte[]? Missing = null, string? Zone = null)
    : PickleColumnPlan(Name)
{
    internal override int RowCount => Elements.Length / DType.ItemSize;

    internal override string Storage => NumericColumn.GetName(DType, Zone, Missing is not null);
}

/// <summary>A column of Python objects, or of a pandas Categorical.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Values">Texts, long, BigInteger, double and bool; null is written as <c>None</c>.</param>
/// <param name="Categories">The categories; null for plain objects.</param>
internal sealed record PickleObjectColumn(string Name, IReadOnlyList<object?> Values, CategoryList? Categories) : PickleColumnPlan(Name)
{
    internal override int RowCount => Values.Count;

    internal override string Storage => Categories is null ? "object" : "category";
}
