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
    public static IEnumerable<string> List(RowChoice choice, RowCriteria criteria, Dataset dataset)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{choice.Rows.Count} of {choice.Named.Count} rows are chosen");
        var option = string.Empty;
        foreach (var step in choice.Steps.Where(step => step.Kind is not (ChoiceKind.Rows or ChoiceKind.With)))
        {
            var (last, text) = (option, Describe(step));
            option = GetOption(step.Kind);
            line.Append(option == last ? ", " : $"; {option}: ");
            line.Append(CultureInfo.InvariantCulture, $"{text}{step.Rows.Count}");
        }

        yield return line.ToString();
        var names = criteria.WithoutMarks.Count == 0 ? [] : dataset.Rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var marks in criteria.WithoutMarks)
        {
            string[] strange = [.. marks.Rows.Where(row => !names.Contains(row)).Order(StringComparer.Ordinal)];
            if (strange.Length > 0)
            {
                yield return $"{marks.Path} marks {strange.Length} rows that the inputs do not have, "
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
