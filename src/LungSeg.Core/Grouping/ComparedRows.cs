using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Two sets of rows that are compared, or one with itself.</summary>
/// <param name="A">Rows of the first.</param>
/// <param name="SlicesA">What is kept of their slices.</param>
/// <param name="B">Rows of the second.</param>
/// <param name="SlicesB">What is kept of their slices, and of their mirror images.</param>
internal sealed record ComparedRows(
    IReadOnlyList<DatasetRow> A,
    IReadOnlyList<SliceDescriptor> SlicesA,
    IReadOnlyList<DatasetRow> B,
    IReadOnlyList<SliceDescriptor> SlicesB
);
