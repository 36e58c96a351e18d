namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>A column of the frame to be written: texts, or arrays.</summary>
internal abstract record PickleColumnPlan(string Name)
{
    internal abstract int RowCount { get; }
}

/// <summary>A column of Python <c>str</c>; null is written as <c>None</c>.</summary>
internal sealed record PickleTextColumn(string Name, IReadOnlyList<string?> Values) : PickleColumnPlan(Name)
{
    internal override int RowCount => Values.Count;
}

/// <summary>A column of <c>numpy.ndarray</c>.</summary>
internal sealed record PickleArrayColumn(string Name, IReadOnlyList<PickleArrayCell> Cells) : PickleColumnPlan(Name)
{
    internal override int RowCount => Cells.Count;
}
