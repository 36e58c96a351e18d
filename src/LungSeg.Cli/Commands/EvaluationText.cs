using System.Globalization;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Evaluation.Documents;

namespace LungSeg.Cli.Commands;

/// <summary>Parses the values of the options of <c>evaluate</c>.</summary>
internal static class EvaluationText
{
    /// <summary>Splits NAME=PATH; a path that exists is one, whatever it holds.</summary>
    public static (string Name, string Path) SplitName(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !Path.Exists(text) ? (text[..equals], text[(equals + 1)..]) : (InputStem.FromPath(text), text);
    }

    /// <summary>Splits several; the names must differ.</summary>
    public static IReadOnlyList<(string Name, string Path)> SplitNames(IReadOnlyList<string> texts)
    {
        var named = texts.Select(SplitName).ToArray();
        return named.GroupBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new UsageException($"two predictions are called {twice.Key}; name them: --prediction NAME=PATH")
            : named;
    }

    public static bool ParseWord(string? text, string option, string word) =>
        text is null ? false
        : text == word ? true
        : throw new UsageException($"{option} is '{text}', expected {word}");

    public static double ParseShare(string text, string option) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1
            ? share
            : throw new UsageException($"{option} is '{text}', expected a number above 0 and up to 1");

    public static double[] ParseTolerances(string text) =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(part =>
                    double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var px) && px >= 0 && double.IsFinite(px)
                        ? px
                        : throw new UsageException($"--tolerance is '{text}', expected px with commas: 1,2,3")
                )
                .Distinct(),
        ];

    public static EmptyPolicy ParsePolicy(string text)
    {
        foreach (var policy in Enum.GetValues<EmptyPolicy>())
        {
            if (EvaluationWriter.GetName(policy) == text)
            {
                return policy;
            }
        }
        throw new UsageException(
            $"--policy is '{text}', expected {string.Join(", ", Enum.GetValues<EmptyPolicy>().Select(EvaluationWriter.GetName))}"
        );
    }

    public static EvaluationCompat ParseCompat(string? text) =>
        text switch
        {
            null => EvaluationCompat.None,
            "authors" => EvaluationCompat.Authors,
            "nnunet" => EvaluationCompat.NnUnet,
            _ => throw new UsageException($"--compat is '{text}', expected authors or nnunet"),
        };

    public static KeyValuePair<string, double> ParseLimit(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (
            equals <= 0
            || !double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)
            || !double.IsFinite(limit)
        )
        {
            throw new UsageException($"--fail-under is '{text}', expected FIGURE=NUMBER such as dice=0.6");
        }
        return new(text[..equals], limit);
    }
}
