using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting;

/// <summary>nnU-Net's <c>splits_final.json</c>: a list of {train, val} with case names. Test rows are in none of them.</summary>
internal static class NnunetSplits
{
    private const string Train = "train";
    private const string Val = "val";

    public static string ToText(Split split) =>
        JsonText.Of(json =>
        {
            json.WriteStartArray();
            foreach (var cases in split.ByCases().Repeats)
                WriteRepeat(json, cases, split.HasFolds);
            json.WriteEndArray();
        });

    /// <summary>One element is a training and a validation part; several are folds, and repeats where cases validate again.</summary>
    /// <remarks>A case that trains where it validates is listed twice, so that a check finds it.</remarks>
    public static Split Read(ReadOnlyMemory<byte> content, SourceName source)
    {
        using var document = JsonInput.Parse(content, source);
        var folds = document
            .RootElement.EnumerateArray()
            .Select(fold => (Training: Cases(fold, Train, source), Validating: Cases(fold, Val, source)))
            .ToArray();
        var assignments = new List<SplitAssignment>();
        if (folds is [var only])
        {
            assignments.AddRange(only.Training.Select(row => new SplitAssignment(row, SplitAssignment.Train, null, null, null)));
            assignments.AddRange(only.Validating.Select(row => new SplitAssignment(row, SplitAssignment.Validation, null, null, null)));
        }

        for (var first = 0; folds.Length > 1 && first < folds.Length; )
        {
            var repeat = assignments.Count == 0 ? 0 : assignments[^1].Repeat + 1;
            first += AddRepeat(folds.AsSpan(first), repeat, assignments);
        }

        return new Split(assignments) { ListsCases = true };
    }

    /// <summary>Takes folds until one validates only what was validated before; returns how many.</summary>
    private static int AddRepeat(
        ReadOnlySpan<(List<string> Training, List<string> Validating)> folds,
        int repeat,
        List<SplitAssignment> assignments
    )
    {
        var validated = new HashSet<string>(StringComparer.Ordinal);
        var alwaysTrain = new List<string>();
        var count = 0;
        foreach (var (training, validating) in folds)
        {
            if (count > 0 && validating.Count > 0 && validating.TrueForAll(validated.Contains))
                break;
            validated.UnionWith(validating);
            alwaysTrain.AddRange(training.Intersect(validating));
            var fold = count++;
            assignments.AddRange(validating.Select(row => new SplitAssignment(row, SplitAssignment.Train, fold, null, null, repeat)));
        }

        foreach (var (training, _) in folds[..count])
            alwaysTrain.AddRange(training.Where(row => !validated.Contains(row)));
        assignments.AddRange(
            alwaysTrain.Distinct().Select(row => new SplitAssignment(row, SplitAssignment.Train, null, null, null, repeat))
        );
        return count;
    }

    private static void WriteRepeat(Utf8JsonWriter json, IReadOnlyList<SplitAssignment> rows, bool hasFolds)
    {
        if (hasFolds)
        {
            var inFolds = rows.Where(row => row.Fold is not null).ToArray();
            for (var fold = 0; fold <= inFolds.Max(row => row.Fold!.Value); fold++)
                WriteFold(json, inFolds.Where(row => row.Fold != fold), inFolds.Where(row => row.Fold == fold));
            return;
        }

        var validation = rows.Where(row => row.Part == SplitAssignment.Validation).ToArray();
        if (validation.Length == 0)
            throw new InvalidRequestException(
                RequestParameter.Parts,
                $"splits_final.json needs folds or a part called '{SplitAssignment.Validation}'"
            );
        WriteFold(json, rows.Where(row => row.Part == SplitAssignment.Train), validation);
    }

    private static void WriteFold(Utf8JsonWriter json, IEnumerable<SplitAssignment> train, IEnumerable<SplitAssignment> validation)
    {
        json.WriteStartObject();
        WriteCases(Train, train);
        WriteCases(Val, validation);
        json.WriteEndObject();

        void WriteCases(string name, IEnumerable<SplitAssignment> rows)
        {
            json.WriteStartArray(name);
            foreach (var row in rows)
                json.WriteStringValue(row.Row);
            json.WriteEndArray();
        }
    }

    private static List<string> Cases(JsonElement fold, string name, SourceName source)
    {
        if (fold.ValueKind != JsonValueKind.Object || !fold.TryGetProperty(name, out var cases) || cases.ValueKind != JsonValueKind.Array)
            throw FormatError.Corrupt(source, $"an element has no list '{name}', expected [{{\"train\": [...], \"val\": [...]}}, ...]");
        var rows = new List<string>();
        foreach (var item in cases.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !CaseName.TryParse(item.GetString()!, out var row))
                throw FormatError.Corrupt(source, $"case {item.GetRawText()} is no case name such as \"lung_cancer_train_00017\"");
            rows.Add(row);
        }

        return rows;
    }
}
