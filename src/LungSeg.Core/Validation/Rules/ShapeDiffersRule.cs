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
            Columns = RuleColumns.AnyArray,
            ReadsPixels = false,
            Summary = "the slice has another shape than other rows",
            Why = "Batches need one shape, and a slice that was resized or cropped on its own has another scale than the rest.",
            Remedy = "Convert with --size N, or leave the row out.",
        };

    public RowFactKinds Needs => RowFactKinds.None;

    public IEnumerable<Finding> Check(SetCase set)
    {
        var shaped = set.Rows.Select(facts => facts.Row).Where(row => GetShape(row) is not null).ToArray();
        var counts = new Dictionary<string, int>();
        foreach (var row in shaped)
        {
            var shape = GetShape(row)!;
            counts[shape] = counts.GetValueOrDefault(shape) + 1;
        }

        if (counts.Count < 2)
        {
            yield break;
        }
        var (usual, most) = counts.MaxBy(count => count.Value);
        if (most * 2 > shaped.Length)
        {
            foreach (var row in shaped.Where(row => GetShape(row) != usual))
            {
                yield return set.Report(Info, row, $"shape ({GetShape(row)}), most rows have ({usual})");
            }
        }
        else
        {
            // It is unknown which rows are wrong: one finding, on the input of the first row.
            yield return set.Report(Info, shaped[0].Input, $"no shape is that of most rows: {Listed(counts)}");
        }
    }

    private static string Listed(Dictionary<string, int> counts) =>
        ShortList.Join(
            [.. counts.OrderByDescending(count => count.Value)],
            MaxShapes,
            count => string.Create(CultureInfo.InvariantCulture, $"({count.Key}) in {count.Value}")
        );

    private static string? GetShape(DatasetRow row) =>
        (row.FoundHuOld ?? row.FoundHu ?? row.FoundMask) is { Shape: [var height, var width] }
            ? string.Create(CultureInfo.InvariantCulture, $"{height}, {width}")
            : null;
}
