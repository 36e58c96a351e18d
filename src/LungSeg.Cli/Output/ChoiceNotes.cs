using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output;

/// <summary>How rows were chosen, for people: how many rows each criterion took.</summary>
internal static class ChoiceNotes
{
    /// <summary>One line on the choice, and one for each file of marks that names rows which no input has.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="criteria">The criteria.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="left">Rows that a condition left which the choice does not know; null where there is none.</param>
    public static IEnumerable<string> List(RowChoice choice, RowCriteria criteria, Dataset dataset, int? left = null)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{left ?? choice.Rows.Count} of {choice.Named.Count} rows are chosen");
        var option = string.Empty;
        foreach (var step in choice.Steps.Where(step => step.Kind is not (ChoiceKind.Rows or ChoiceKind.With)))
        {
            var (last, text) = (option, Describe(step));
            option = GetOption(step.Kind);
            line.Append(option == last ? ", " : $"; {option}: ");
            line.Append(CultureInfo.InvariantCulture, $"{text}{step.Rows.Count}");
        }

        if (left is { } measured)
        {
            line.Append(CultureInfo.InvariantCulture, $"; {GetOption(ChoiceKind.Where)}: {choice.Rows.Count - measured}");
        }

        yield return line.ToString();
        foreach (var (asking, query) in new[] { ("--with", criteria.With), ("--without", criteria.Without) })
        {
            foreach (var rule in RuleCatalog.All.Where(rule => query?.Names(rule) ?? false))
            {
                if (rule.FindMissing(dataset) is { } missing)
                {
                    yield return $"{asking}: {rule.Name} could not be judged, since no input has {missing}: it names no row";
                }
            }
        }

        var names = criteria.WithoutMarks.Count == 0 ? [] : dataset.Rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var marks in criteria.WithoutMarks)
        {
            string[] strange = [.. marks.Rows.Where(row => !names.Contains(row)).Order(StringComparer.Ordinal)];
            if (strange.Length > 0)
            {
                yield return $"{marks.Path} marks {Quantity.Of(strange.Length, "row")} that the inputs do not have, "
                    + $"{PrintableText.Escape(strange[0])} the first";
            }
        }
    }

    private static string Describe(ChoiceStep step) =>
        step.Kind switch
        {
            ChoiceKind.WithRule or ChoiceKind.WithoutRule => RuleCatalog.Find(step.Text)!.Name + " ",
            ChoiceKind.Marks => step.Text + " ",
            _ => string.Empty,
        };

    /// <summary>The option, and what its numbers count.</summary>
    private static string GetOption(ChoiceKind kind) =>
        kind switch
        {
            ChoiceKind.WithRule => "--with chose",
            ChoiceKind.WithoutRule => "--without took",
            ChoiceKind.Marks => "--without-marks took",
            _ => "--where took",
        };
}
