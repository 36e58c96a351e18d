namespace LungSeg.Core.Splitting;

/// <summary>Something wrong with a split.</summary>
/// <param name="Code">Stable name: <c>row_missing</c>, <c>row_unknown</c>, <c>row_twice</c>, <c>group_divided</c>, <c>label_differs</c>,
/// <c>class_missing</c>.</param>
/// <param name="Repeat">Repeat in which it is, from 0.</param>
/// <param name="Message">One sentence without a full stop.</param>
/// <param name="Rows">Rows concerned.</param>
public sealed record SplitFinding(string Code, int Repeat, string Message, IReadOnlyList<string> Rows);
