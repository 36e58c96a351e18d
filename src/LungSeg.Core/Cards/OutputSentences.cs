using LungSeg.Core.Bytes;

namespace LungSeg.Core.Cards;

/// <summary>Says in plain sentences what a conversion left out and changed, from its manifest.</summary>
internal static class OutputSentences
{
    /// <summary>Parameters that say how inputs were read; they are of interest only where they differ from what is usual.</summary>
    private static readonly string[] Usual = ["name", "lidc_readers", "lidc_outline", "to"];

    public static IEnumerable<string> Create(OutputDescription output)
    {
        var parameters = output.Command.Where(parameter => !Usual.Contains(parameter.Key) && parameter.Value != "False").Select(Describe);
        yield return $"{output.Tool} wrote {Quantity.Of(output.Rows.Count, "row")} of "
            + $"{Quantity.Of(output.Inputs.Sum(input => input.Rows), "row")} in the format {output.Format}, with "
            + $"{string.Join(", ", parameters)}.";
        foreach (var choice in output.Selection)
        {
            yield return Describe(choice);
        }
        foreach (var (name, count) in output.Lost.Where(lost => lost.Value > 0))
        {
            yield return name switch
            {
                "lesions" => $"{Quantity.Of(count, "lesion")} {Verb(count)} no pixel left at the smaller size.",
                "labels" => $"{Quantity.Of(count, "label")} could not be held by the format.",
                "signed_zeros" => $"{Quantity.Of(count, "value")} of -0.0 became 0.",
                _ => $"Lost of {PrintableText.Escape(name)}: {CardSentences.Number(count)}.",
            };
        }
        foreach (var sentence in output.LostInputs.SelectMany(Describe))
        {
            yield return sentence;
        }
        if (output.ColumnsLeftOut.Count > 0)
        {
            yield return $"Columns of the input that were left out: {PrintableText.Escape(string.Join(", ", output.ColumnsLeftOut))}.";
        }
        if (output.Parts.Count > 0)
        {
            yield return $"Rows by part: {CardSentences.List(output.Parts)}.";
        }
    }

    private static string Verb(long count) => count == 1 ? "has" : "have";

    private static string Describe(KeyValuePair<string, string> parameter) => $"{parameter.Key} {PrintableText.Escape(parameter.Value)}";

    private static IEnumerable<string> Describe(LostInput input)
    {
        var (stem, reason) = (PrintableText.Escape(input.Stem), PrintableText.Escape(input.Reason));
        yield return input.Rows is { } rows
            ? $"The input {stem} is damaged, and {Quantity.Of(rows, "row")} of it {Were(rows)} lost: {reason}."
            : $"The input {stem} is damaged, and how many rows of it were lost is not known: {reason}.";
        foreach (var (name, missing) in input.Columns)
        {
            yield return $"The column {PrintableText.Escape(name)} has no value in the rows {PrintableText.Escape(missing)}.";
        }
    }

    private static string Describe(OutputChoice choice)
    {
        var text = PrintableText.Escape(choice.Name is null ? choice.Text : $"{choice.Text} {choice.Name}");
        return choice switch
        {
            { Kind: "rows" } => $"{text} rows were named; {Quantity.Of(choice.Rows, "other row")} {Were(choice.Rows)} left out.",
            { IsChosen: true } => $"The rule {text} chose {Quantity.Of(choice.Rows, "row")}.",
            _ => $"The {choice.Kind} {text} left out {Quantity.Of(choice.Rows, "row")}.",
        };
    }

    private static string Were(long count) => count == 1 ? "was" : "were";
}
