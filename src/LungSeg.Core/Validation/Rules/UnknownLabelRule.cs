using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A label that is not a Lung-RADS class.</summary>
internal sealed class UnknownLabelRule : IRowRule
{
    private const int LongestLabel = 40;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS020",
            Name = "unknown-label",
            Severity = Severity.Error,
            Columns = RuleColumns.Label,
            ReadsPixels = false,
            Summary = "the label is no Lung-RADS class",
            Why = "Such a row belongs to no class: it vanishes from counts, or becomes a class of its own.",
            Remedy = "Write LR0, LR1, LR2, LR3, LR4A, LR4B or LR4X; a bare 4 is no class.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        if (row.Row.Input.Columns.Label is null || row.Row.Label is not null)
        {
            yield break;
        }
        var message = row.Row.FoundLabelText is { } text
            ? $"label '{PrintableText.Escape(text, LongestLabel)}' is no Lung-RADS class"
            : "the label is missing";
        yield return row.Report(Info, DatasetColumns.Label, message);
    }
}
