using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>Padding values outside the scanner's field of view.</summary>
internal sealed class PaddingRule : ISetRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS018",
            Name = "padding",
            Severity = Severity.Note,
            Columns = RuleColumns.HuOld,
            NamesRows = false,
            Summary = "slices are padded outside the scanner's circle",
            Why = "Means, percentiles and min-max scaling over whole slices measure the padding, whose value depends on the scanner.",
            Remedy = "Leave the padding out, or clip HU to a window first.",
            Command = "lungseg convert INPUT -o OUTPUT --to png --window lung",
        };

    public RowFactKinds Needs => RowFactKinds.Padding;

    public IEnumerable<Finding> Check(SetCase set)
    {
        foreach (var rows in set.Rows.GroupBy(facts => facts.Row.Input))
        {
            var values = rows.Where(facts => facts.PaddingHu is not null)
                .GroupBy(facts => facts.PaddingHu!.Value)
                .OrderByDescending(group => group.Key)
                .ToArray();
            if (values.Length == 0)
            {
                continue;
            }
            var list = string.Join(
                ", ",
                values.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} HU in {group.Count()}"))
            );
            yield return set.Report(
                Info,
                rows.Key,
                $"{values.Sum(group => group.Count())} of {rows.Count()} slices are padded: {list}"
            ) with
            {
                Column = DatasetColumns.HuOld,
            };
        }
    }
}
