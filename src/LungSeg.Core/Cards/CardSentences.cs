using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Cards;

/// <summary>Says in plain sentences what was measured. Each number is one of <c>stats</c> or <c>validate</c>, of the same rows.</summary>
internal static class CardSentences
{
    /// <summary>The sentences of each field that measurements fill or add to.</summary>
    public static Dictionary<RaiField, List<string>> Create(CardFacts? facts, OutputDescription? output)
    {
        var sentences = RaiField.All.ToDictionary(field => field, _ => new List<string>());
        if (facts is not null)
        {
            AddLimitations(sentences[RaiField.Limitations], facts);
            AddRules(sentences[RaiField.Limitations], facts.Validation);
            AddBalance(sentences[RaiField.Biases], facts);
            AddPersonal(sentences[RaiField.Personal], facts);
            AddMasks(sentences[RaiField.Annotation], facts);
            AddProcessing(sentences[RaiField.Preprocessing], facts);
        }
        sentences[RaiField.Manipulation].AddRange(output is null ? [] : OutputSentences.Create(output));
        if (facts is not null && output is { IsFresh: true })
        {
            sentences[RaiField.Manipulation]
                .Add("Figures and findings are of the source's rows, before they were cut, scaled or windowed.");
        }
        return sentences;
    }

    /// <summary>A number as sentences have it: at most four digits behind the point.</summary>
    public static string Number(double? value) => value is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : "unknown";

    /// <summary>Counts by name, <c>LR2 35, LR3 37</c>.</summary>
    public static string List<T>(IEnumerable<KeyValuePair<string, T>> counts) =>
        string.Join(
            ", ",
            counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Escape(count.Key)} {count.Value}"))
        );

    private static string Of(long count, long rows) => string.Create(CultureInfo.InvariantCulture, $"{count} of {rows} rows");

    private static void AddLimitations(List<string> sentences, CardFacts facts)
    {
        var rows = facts.Summary.Rows;
        sentences.Add(
            facts.SpacingRows == 0
                ? "No row has a pixel spacing, so sizes are known in pixels only."
                : $"{Of(facts.SpacingRows, rows)} have a pixel spacing."
        );
        sentences.Add(
            facts.PlacedRows == 0
                ? "No row says where its slice lies in the patient."
                : $"{Of(facts.PlacedRows, rows)} say where their slice lies in the patient."
        );
        if (!facts.HoldsHu)
        {
            sentences.Add($"The images of {Of(facts.GreyRows, rows)} are grey values, not HU.");
        }
        var isAll = facts.ComparedRows == rows;
        if (!isAll)
        {
            sentences.Add(
                $"{Of(rows - facts.ComparedRows, rows)} have no slice in hu_array_old that can be compared, so whether they are "
                    + "alike others is not known."
            );
        }
        if (facts.Leakage is { } leakage)
        {
            sentences.Add(
                leakage.Pairs.Count == 0
                    ? $"No two {(isAll ? "rows" : "compared rows")} are alike with a score of {Number(leakage.Threshold)} or more."
                    : $"{Of(leakage.AffectedA.Count, rows)} are alike another row with a score of {Number(leakage.Threshold)} or more, in "
                        + $"{Quantity.Of(leakage.Pairs.Count, "pair")}; a split by row can put the two on both sides."
            );
        }
    }

    private static void AddRules(List<string> sentences, ValidationReport report)
    {
        var totals = ValidationReport.Count(report.Findings).ToDictionary();
        sentences.Add(
            $"{Quantity.Of(report.RulesRun.Count, "rule")} of lungseg validate found {Quantity.Of(totals[Severity.Error], "error")}, "
                + $"{Quantity.Of(totals[Severity.Warning], "warning")} and {Quantity.Of(totals[Severity.Note], "note")}."
        );
        foreach (var found in report.Findings.GroupBy(finding => (finding.Rule, finding.Severity)))
        {
            var rows = found.Select(finding => finding.Row).OfType<string>().Distinct().Count();
            var place = rows == 0 ? "about inputs" : $"in {Quantity.Of(rows, "row")}";
            sentences.Add(
                $"Rule {found.Key.Rule.Id} {found.Key.Rule.Name} ({Severities.Name(found.Key.Severity)}) has "
                    + $"{Quantity.Of(found.Count(), "finding")} {place}: {found.Key.Rule.Summary}."
            );
        }
        if (report.RulesSkipped.Count > 0)
        {
            sentences.Add($"Rules without a column to judge: {string.Join(", ", report.RulesSkipped.Select(skipped => skipped.Rule.Id))}.");
        }
    }

    private static void AddBalance(List<string> sentences, CardFacts facts)
    {
        var statistics = facts.Statistics;
        sentences.Add($"Rows by class: {List(statistics.By.Select(group => KeyValuePair.Create(group.Name!, group.Rows)))}.");
        if (facts.Summary.LabelsMissing > 0)
        {
            sentences.Add($"{Of(facts.Summary.LabelsMissing, facts.Summary.Rows)} have no label.");
        }
        foreach (var group in statistics.By.Where(group => group.Lesion.Pixels is not null))
        {
            sentences.Add($"Lesion of class {PrintableText.Escape(group.Name!)}: {Describe(group.Lesion)}.");
        }
        if (facts.HoldsHu && statistics.Overall.Hu is { Pixels: > 0 } hu)
        {
            sentences.Add(
                $"HU of {Quantity.Of(hu.Rows, "row")} without padding: minimum {Number(hu.Min)}, mean {Number(hu.Mean)}, "
                    + $"standard deviation {Number(hu.Std)}, maximum {Number(hu.Max)}."
            );
            sentences.Add($"Padding outside the field of view is {Number(hu.PaddingShare)} of all pixels.");
            sentences.AddRange(
                facts
                    .Validation.Findings.Where(finding => finding.Rule.Name == "padding")
                    .Select(finding => $"Padding of {PrintableText.Escape(finding.Stem)}: {PrintableText.Escape(finding.Message)}.")
            );
        }
    }

    private static string Describe(LesionSummary lesion) =>
        $"{Quantity.Of(lesion.RowsWith, "row")}, minimum {Number(lesion.Pixels!.Min)} px, median {Number(lesion.Pixels.Median)} px, mean "
        + $"{Number(lesion.Pixels.Mean)} px, maximum {Number(lesion.Pixels.Max)} px";

    private static void AddPersonal(List<string> sentences, CardFacts facts)
    {
        if (!facts.NamesPatients)
        {
            sentences.Add($"No row has a value in the columns {string.Join(", ", DatasetColumns.Ids)}.");
            return;
        }
        foreach (var (column, rows) in facts.Ids.Where(id => id.Value > 0))
        {
            sentences.Add($"{Of(rows, facts.Summary.Rows)} have a value in the column {column}.");
        }
    }

    private static void AddMasks(List<string> sentences, CardFacts facts)
    {
        var lesion = facts.Statistics.Overall.Lesion;
        sentences.Add(
            $"The mask of {Of(lesion.RowsWith, facts.Summary.Rows)} holds a lesion, and that of {Quantity.Of(lesion.RowsEmpty, "row")} "
                + "is empty."
        );
        if (lesion.Pixels is not null)
        {
            sentences.Add($"Lesion of all classes: {Describe(lesion)}.");
            sentences.Add($"8-connected components of a lesion: {Number(lesion.ComponentsMean)} on average.");
            if (facts.HoldsHu)
            {
                sentences.Add($"HU of lesion pixels: mean {Number(lesion.HuMean)}, standard deviation {Number(lesion.HuStd)}.");
            }
        }
        if (facts.Summary.Labels.Count > 0)
        {
            sentences.Add(
                $"Labels as they are written: {List(facts.Summary.Labels.Select(label => KeyValuePair.Create(label.Name, label.Rows)))}."
            );
        }
    }

    private static void AddProcessing(List<string> sentences, CardFacts facts)
    {
        if (facts.PairedRows == 0)
        {
            sentences.Add("No row has both hu_array and hu_array_old, so how hu_array was made was not checked.");
            return;
        }
        if (facts.PairedRows > facts.CheckedRows)
        {
            sentences.Add(
                $"{Quantity.Of(facts.PairedRows - facts.CheckedRows, "row")} of {facts.PairedRows} with both hu_array and hu_array_old "
                    + "could not be compared, so how their hu_array was made was not checked."
            );
        }
        if (facts.CheckedRows == 0)
        {
            return;
        }
        sentences.Add(
            $"hu_array of {Quantity.Of(facts.CheckedRows, "row")} was compared with what each method of lungseg makes of "
                + $"hu_array_old; rows equal bit for bit: {List(facts.IdenticalRows)}."
        );
        var overall = facts.Statistics.Overall;
        var stored = overall.Stored.Select(state => KeyValuePair.Create(StoredAreas.Name(state.Key), state.Value));
        sentences.Add($"What the stored hu_array is: {List(stored)}.");
        sentences.Add(
            $"hu_array keeps {Number(overall.LungShareMean)} of the pixels of a slice on average, and {Number(overall.LesionKept.Mean)} of "
                + $"its lesion; rows that lose a part of the lesion or all of it: {overall.LesionKept.RowsBelow1}; "
                + $"rows that lose all of it: {overall.LesionKept.Rows0}."
        );
    }
}
