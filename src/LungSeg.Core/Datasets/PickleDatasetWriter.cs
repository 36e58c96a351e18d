using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Writes a data set as the published files are: a pandas pickle of label1, mask, hu_array and hu_array_old. Rows come in any order, from
/// several threads.
/// </summary>
internal sealed class PickleDatasetWriter : IDisposable
{
    private const int MaskColumn = 1;
    private const int HuColumn = 2;
    private const int HuOldColumn = 3;
    private readonly PickleDatasetPlan _plan;
    private readonly PandasPickleWriter _writer;

    /// <param name="path">File to write; packed with gzip where it ends in <c>.gz</c>.</param>
    /// <param name="plan">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk refuses.</exception>
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

    /// <summary>Gives the file its name.</summary>
    public void Commit() => _writer.Commit();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

/// <summary>What a pickle of the data set will hold; all its offsets follow from this.</summary>
/// <param name="Labels">Label of each row.</param>
/// <param name="Height">Height in pixels of each slice.</param>
/// <param name="Width">Width in pixels of each slice.</param>
internal sealed record PickleDatasetPlan(IReadOnlyList<string> Labels, int Height, int Width)
{
    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int Protocol { get; init; } = 4;

    /// <summary>
    /// Rows whose hu_array is the very object of hu_array_old, as the authors' code leaves it where its thresholding fails.
    /// </summary>
    public IReadOnlySet<int> UnmaskedRows { get; init; } = new HashSet<int>();
}
