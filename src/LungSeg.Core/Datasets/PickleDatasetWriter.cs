using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Writes a data set in the layout of the published files: a pandas pickle of label1, mask, hu_array and hu_array_old. Rows may come in any
/// order and from several threads.
/// </summary>
internal sealed class PickleDatasetWriter : IDisposable
{
    private const int MaskColumn = 1;
    private const int HuColumn = 2;
    private const int HuOldColumn = 3;
    private readonly PickleDatasetPlan _plan;
    private readonly PandasPickleWriter _writer;

    /// <param name="path">File to write; packed with gzip where it ends in <c>.gz</c>.</param>
    /// <param name="plan">Content of the file.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public PickleDatasetWriter(string path, PickleDatasetPlan plan, bool overwrite)
    {
        _plan = plan;
        var shape = new[] { plan.Height, plan.Width };
        PickleArrayCell Hu(int row) =>
            plan.UnmaskedRows.Contains(row) ? PickleArrayCell.SameAs(HuOldColumn, row) : PickleArrayCell.Own(DType.Float64, shape);
        var rows = Enumerable.Range(0, plan.Labels.Count);
        var frame = new PickleFramePlan(
            [
                new PickleTextColumn(DatasetColumns.Label, plan.Labels),
                new PickleArrayColumn(DatasetColumns.Mask, [.. rows.Select(_ => PickleArrayCell.Own(DType.Int8, shape))]),
                new PickleArrayColumn(DatasetColumns.Hu, [.. rows.Select(Hu)]),
                new PickleArrayColumn(DatasetColumns.HuOld, [.. rows.Select(_ => PickleArrayCell.Own(DType.Float64, shape))]),
            ],
            plan.Protocol
        );
        _writer = PandasPickleWriter.Create(path, frame, overwrite);
    }

    /// <summary>Writes one row, [row, col] in C order.</summary>
    public void WriteRow(int row, ReadOnlySpan<sbyte> mask, ReadOnlySpan<double> hu, ReadOnlySpan<double> huOld)
    {
        _writer.WriteArray(MaskColumn, row, mask);
        if (!_plan.UnmaskedRows.Contains(row))
        {
            _writer.WriteArray(HuColumn, row, hu);
        }
        _writer.WriteArray(HuOldColumn, row, huOld);
    }

    /// <summary>Completes the file: renames the temporary file.</summary>
    public void Commit() => _writer.Commit();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

/// <summary>Content of a pickle of the data set, from which all offsets follow.</summary>
/// <param name="Labels">Label of each row.</param>
/// <param name="Height">Height in pixels of each slice.</param>
/// <param name="Width">Width in pixels of each slice.</param>
internal sealed record PickleDatasetPlan(IReadOnlyList<string> Labels, int Height, int Width)
{
    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int Protocol { get; init; } = 4;

    /// <summary>Rows whose hu_array and hu_array_old are one object, as the authors' code stores rows whose thresholding failed.</summary>
    public IReadOnlySet<int> UnmaskedRows { get; init; } = new HashSet<int>();
}
