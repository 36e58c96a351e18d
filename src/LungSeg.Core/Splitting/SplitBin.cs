using LungSeg.Core.Datasets;

namespace LungSeg.Core.Splitting;

/// <summary>What one part or fold holds.</summary>
/// <param name="Name">Part, or <c>fold0</c>, <c>fold1</c> ...</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Groups">Number of groups; 0 where the split names none.</param>
/// <param name="Labels">Rows by label text; rows without a label are not among them.</param>
public sealed record SplitBin(string Name, int Rows, int Groups, IReadOnlyList<RowCount> Labels);
