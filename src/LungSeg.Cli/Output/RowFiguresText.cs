using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;
using static System.FormattableString;

namespace LungSeg.Cli.Output;

/// <summary>The figures of one row in a few lines, as they stand under its picture.</summary>
internal static class RowFiguresText
{
    public static IReadOnlyList<string> Lines(RowStatistics row, int width) =>
        [.. Sentences(row).SelectMany(sentence => TextWrap.Break(sentence, width, 2))];

    private static IEnumerable<string> Sentences(RowStatistics row)
    {
        var lesion = row.LesionPx switch
        {
            null => "no mask",
            0 => "no lesion in the mask",
            { } pixels => Join(
                Invariant($"lesion {pixels} px"),
                row.LesionComponents is > 1 and var parts ? Invariant($"{parts} parts") : null,
                row.LesionDiameterMm is { } mm ? Invariant($"diameter {mm:0.0} mm")
                    : row.LesionDiameterPx is { } px ? Invariant($"diameter {px:0.0} px")
                    : null,
                row.LesionHuMean is { } mean ? Invariant($"HU mean {mean:0.#}") : null,
                row is { LesionTop: { } top, LesionBottom: { } bottom, LesionLeft: { } left, LesionRight: { } right }
                    ? Invariant($"rows {top}..{bottom}, columns {left}..{right}")
                    : null
            ),
        };
        yield return lesion;
        var kept = Join(
            row.Stored is { } stored ? $"hu_array is {StoredAreas.Name(stored)}" : null,
            row.LesionKept is { } share ? Invariant($"keeps {100 * share:0.#} % of the lesion") : null,
            row.LungShare is { } lung ? Invariant($"keeps {100 * lung:0.#} % of the pixels") : null,
            row.Outcome is { } outcome ? $"published method: {ThresholdOutcomes.Name(outcome)}" : null
        );
        if (kept.Length > 0)
        {
            yield return kept;
        }

        if (row is { HuMin: { } min, HuMax: { } max, HuMean: { } all })
        {
            yield return Join(
                Invariant($"HU {min:0.#} to {max:0.#}, mean {all:0.#}"),
                Invariant($"padding {100 * (row.HuPaddingShare ?? 0):0.#} %")
            );
        }
    }

    private static string Join(params ReadOnlySpan<string?> parts)
    {
        var given = new List<string>();
        foreach (var part in parts)
        {
            if (part is not null)
            {
                given.Add(part);
            }
        }

        return string.Join(", ", given);
    }
}
