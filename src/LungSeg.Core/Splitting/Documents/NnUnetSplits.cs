using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>A fold of nnU-Net, by row names. (In the file, a row is called by its file name, which nnU-Net calls a case.)</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to validate on.</param>
internal sealed record NnUnetFold(IReadOnlyList<string> Training, IReadOnlyList<string> Validation);

/// <summary>nnU-Net's <c>splits_final.json</c>: an array of {train, val} with case names. Test rows are not listed.</summary>
internal static class NnUnetSplits
{
    /// <summary>Name of the file in nnU-Net's folder of preprocessed data.</summary>
    public const string FileName = "splits_final.json";

    private const string Train = "train";
    private const string Val = "val";

    public static string ToText(Split split) =>
        JsonText.Write(json => Write(json, split.WithFileNames().Repeats.SelectMany(cases => GetFolds(cases, split.HasFolds))));

    public static void Write(Utf8JsonWriter json, IEnumerable<NnUnetFold> folds)
    {
        json.WriteStartArray();
        foreach (var fold in folds)
        {
            json.WriteStartObject();
            json.WriteTexts(Train, fold.Training);
            json.WriteTexts(Val, fold.Validation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// Reads the array. One element gives the parts train and val, several give folds. A new repeat begins at a fold whose validation cases
    /// have all been validated in the current repeat.
    /// </summary>
    /// <remarks>A case that trains and validates in one fold is returned twice, so that <see cref="SplitCheck"/> finds it.</remarks>
    public static Split Read(ReadOnlyMemory<byte> content, SourceName source)
    {
        using var document = JsonInput.Parse(content, source);
        var folds = document
            .RootElement.EnumerateArray()
            .Select(fold => new NnUnetFold(GetRows(fold, Train, source), GetRows(fold, Val, source)))
            .ToArray();
        var assignments = new List<SplitAssignment>();
        if (folds is [var only])
        {
            assignments.AddRange(only.Training.Select(row => new SplitAssignment(row, SplitAssignment.Train, null, null, null)));
            assignments.AddRange(only.Validation.Select(row => new SplitAssignment(row, SplitAssignment.Validation, null, null, null)));
        }

        for (var first = 0; folds.Length > 1 && first < folds.Length; )
        {
            var repeat = assignments.Count == 0 ? 0 : assignments[^1].Repeat + 1;
            first += AddRepeat(folds.AsSpan(first), repeat, assignments);
        }

        return new Split(assignments) { ListsFileNames = true };
    }

    /// <summary>Adds folds up to the first that validates no new case, and returns their number.</summary>
    private static int AddRepeat(ReadOnlySpan<NnUnetFold> folds, int repeat, List<SplitAssignment> assignments)
    {
        var validated = new HashSet<string>(StringComparer.Ordinal);
        var alwaysTrain = new List<string>();
        var count = 0;
        foreach (var (training, validation) in folds)
        {
            if (count > 0 && validation.Count > 0 && validation.All(validated.Contains))
            {
                break;
            }
            validated.UnionWith(validation);
            alwaysTrain.AddRange(training.Intersect(validation));
            var fold = count++;
            assignments.AddRange(validation.Select(row => new SplitAssignment(row, SplitAssignment.Train, fold, null, null, repeat)));
        }

        foreach (var (training, _) in folds[..count])
        {
            alwaysTrain.AddRange(training.Where(row => !validated.Contains(row)));
        }
        assignments.AddRange(
            alwaysTrain.Distinct().Select(row => new SplitAssignment(row, SplitAssignment.Train, null, null, null, repeat))
        );
        return count;
    }

    private static IEnumerable<NnUnetFold> GetFolds(IReadOnlyList<SplitAssignment> rows, bool hasFolds)
    {
        if (hasFolds)
        {
            var inFolds = rows.Where(row => row.Fold is not null).ToArray();
            return Enumerable
                .Range(0, inFolds.Max(row => row.Fold!.Value) + 1)
                .Select(fold => Fold(inFolds.Where(row => row.Fold != fold), inFolds.Where(row => row.Fold == fold)));
        }

        var validation = rows.Where(row => row.Part == SplitAssignment.Validation).ToArray();
        return validation.Length > 0
            ? [Fold(rows.Where(row => row.Part == SplitAssignment.Train), validation)]
            : throw new InvalidRequestException(
                RequestParameter.Parts,
                $"{FileName} needs folds or a part called '{SplitAssignment.Validation}'"
            );
    }

    private static NnUnetFold Fold(IEnumerable<SplitAssignment> training, IEnumerable<SplitAssignment> validation) =>
        new([.. training.Select(row => row.Row)], [.. validation.Select(row => row.Row)]);

    private static List<string> GetRows(JsonElement fold, string name, SourceName source)
    {
        if (fold.ValueKind != JsonValueKind.Object || !fold.TryGetProperty(name, out var cases) || cases.ValueKind != JsonValueKind.Array)
        {
            throw FormatError.Corrupt(source, $"an element has no array '{name}', expected [{{\"train\": [...], \"val\": [...]}}, ...]");
        }
        var rows = new List<string>();
        foreach (var item in cases.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !RowFileName.TryParse(item.GetString()!, out var row))
            {
                throw FormatError.Corrupt(source, $"case {item.GetRawText()} is not a case name such as \"lung_cancer_train_00017\"");
            }
            rows.Add(row);
        }

        return rows;
    }
}
