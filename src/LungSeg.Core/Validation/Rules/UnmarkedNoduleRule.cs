using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Nodules that readers drew on the slice and the mask leaves out.</summary>
internal sealed class UnmarkedNoduleRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS050",
            Name = "unmarked-nodule",
            Severity = Severity.Note,
            Columns = RuleColumns.MaskAndAnyHu,
            NeedsCollection = true,
            Summary = "readers drew a nodule of 3 mm or more on the slice that the mask leaves out",
            Why = "A model that finds the nodule is counted as wrong, and one that learns from the mask learns to miss it.",
            Remedy = "Look at the slice: mark the nodule too, or leave the row out of training for detection.",
            Command = "lungseg match INPUT --lidc lidc.parquet --json",
        };

    public RowFactKinds Needs => RowFactKinds.None;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var match in set.Matches?.Matches ?? [])
        {
            foreach (var (number, nodule) in (match.Readers?.Unmarked ?? []).Index())
            {
                var centre = nodule is { Row: { } row, Column: { } column }
                    ? string.Create(CultureInfo.InvariantCulture, $" around row {row:0}, column {column:0}")
                    : string.Empty;
                var readers = Quantity.Of(nodule.Readers, "reader");
                yield return set.Report(
                    Info,
                    match.Row,
                    string.Create(CultureInfo.InvariantCulture, $"{readers} drew a nodule of {nodule.AreaPx} px{centre}"),
                    nodule.Readers
                ) with
                {
                    Key = number.ToString(CultureInfo.InvariantCulture),
                };
            }
        }
    }
}
