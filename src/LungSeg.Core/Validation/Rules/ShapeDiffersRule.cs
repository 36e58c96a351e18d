using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A row has another shape than most.</summary>
internal sealed class ShapeDiffersRule : ISetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "LS011",
        Name = "shape-differs",
        Severity = Severity.Warning,
        Summary = "the slice has another shape than most rows have",
        Why = "Batches need one shape, and a slice that was resized or cropped on its own has another scale than the rest.",
        Remedy = "Convert with --size N, or leave the row out.",
    };

    public RowFactKinds Needs => RowFactKinds.None;

    public IEnumerable<Finding> Check(SetCase set)
    {
        var shapes = set.Rows.Select(facts => (facts.Row, Shape: ShapeOf(facts.Row))).Where(pair => pair.Shape is not null).ToArray();
        var usual = shapes.GroupBy(pair => pair.Shape).MaxBy(group => group.Count())?.Key;
        foreach (var (row, shape) in shapes.Where(pair => pair.Shape != usual))
            yield return set.Report(Info, row, $"shape ({shape}), most rows have ({usual})");
    }

    private static string? ShapeOf(DatasetRow row) => (row.HuOld ?? row.Hu ?? row.Mask) is { Shape: [_, _] shape } ? string.Join(", ", shape) : null;
}
