using LungSeg.Core.Formats.Pickle.Writing;
using LungSeg.Core.Model;
using LungSeg.Core.Phantom;

namespace LungSeg.Core.Tests.Validation;

/// <summary>A phantom data set without a fault, one row a class, each of a scan of its own, to plant one in.</summary>
internal sealed class PlantedSet
{
    private const int Side = 256;
    private static readonly PlantedRow[] Clean =
    [
        .. new[] { "LR2", "LR3", "LR4A", "LR4B" }.Select((label, i) => RowOf(label, seed: 40 + (ulong)i)),
    ];

    public List<PlantedRow> Rows { get; } = [.. Clean.Select(row => row.Copy())];

    /// <summary>A column that is not written; null for none.</summary>
    public string? Missing { get; set; }

    /// <summary>A slice of the scan that a seed makes.</summary>
    public static PlantedRow RowOf(string label, ulong seed, double zMm = 0, int side = Side) =>
        PlantedRow.Of(label, new PhantomScan(seed, label, PhantomAnatomy.Plain, side).Render(zMm));

    /// <summary>Writes it as a pickle.</summary>
    public string Write(string path)
    {
        var arrays = Rows.Select(row => row.Arrays()).ToArray();
        var columns = new List<PickleColumnPlan> { new PickleTextColumn(DatasetColumns.Label, [.. Rows.Select(row => row.Label)]) };
        var written = Enumerable.Range(0, 3).Where(column => DatasetColumns.InOrder[column + 1] != Missing).ToArray();
        foreach (var column in written)
        {
            columns.Add(
                new PickleArrayColumn(
                    DatasetColumns.InOrder[column + 1],
                    [.. arrays.Select(row => PickleArrayCell.Own(row[column].Type, row[column].Shape))]
                )
            );
        }
        using var writer = PandasPickleWriter.Create(path, new PickleFramePlan(columns));
        for (var row = 0; row < arrays.Length; row++)
        {
            for (var i = 0; i < written.Length; i++)
            {
                writer.WritePayload(i + 1, row, arrays[row][written[i]].Bytes);
            }
        }

        writer.Commit();
        return path;
    }
}
