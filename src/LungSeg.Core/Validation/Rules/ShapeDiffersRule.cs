using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A row has another shape than most, or no shape is that of most rows.</summary>
internal sealed class ShapeDiffersRule : ISetRule
{
    private const int MaxShapes = 8;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS011",
            Name = "shape-differs",
            Severity = Severity.Warning,
            Summary = "the slice has another shape than other rows",
            Why = "Batches need one shape, and a slice that was resized or cropped on its own has another scale than the rest.",
            Remedy = "Convert with --size N, or leave the row out.",
        };

    public RowFactKinds Needs => RowFactKinds.None;

    public IEnumerable<Finding> Check(SetCase set)
    {
        var shapes = set.Rows.Select(facts => (facts.Row, Shape: GetShape(facts.Row))).Where(pair => pair.Shape is not null).ToArray();
        var counts = shapes.CountBy(pair => pair.Shape!).OrderByDescending(count => count.Value).ToArray();
        if (counts.Length < 2)
        {
            yield break;
        }
        var (usual, most) = counts[0];
        if (most * 2 > shapes.Length)
        {
            foreach (var (row, shape) in shapes.Where(pair => pair.Shape != usual))
            {
                yield return set.Report(Info, row, $"shape ({shape}), most rows have ({usual})");
            }
        }
        else
        {
            // It is unknown which rows are wrong: one finding, on the input of the first row.
            yield return set.Report(Info, shapes[0].Row.Input, $"no shape is that of most rows: {Listed(counts)}");
        }
    }

    private static string Listed(KeyValuePair<string, int>[] counts) =>
        ShortList.Join(counts, MaxShapes, count => string.Create(CultureInfo.InvariantCulture, $"({count.Key}) in {count.Value}"));

    private static string? GetShape(DatasetRow row) =>
        (row.FoundHuOld ?? row.FoundHu ?? row.FoundMask) is { Shape: [_, _] shape } ? string.Join(", ", shape) : null;
}
