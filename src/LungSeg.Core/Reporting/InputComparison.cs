using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;

namespace LungSeg.Core.Reporting;

/// <summary>How an input differs from the others in one respect.</summary>
/// <param name="Aspect">What is compared.</param>
/// <param name="Section">Section of the page that shows it.</param>
/// <param name="Stem">The input that is furthest from the others.</param>
/// <param name="Others">Stem of the other input, or words for several.</param>
/// <param name="Distance">Largest difference of shares, 0 to 1.</param>
/// <param name="ByChance">Distance that rows drawn from one source pass one time in a hundred.</param>
/// <param name="What">The value that is furthest apart, for the input and for the others.</param>
internal sealed record InputDifference(
    string Aspect,
    string Section,
    string Stem,
    string Others,
    double Distance,
    double ByChance,
    string What
)
{
    /// <summary>Whether the input differs: by <see cref="InputComparison.MinDistance"/> or more, and by more than chance.</summary>
    public bool Differs => Distance >= InputComparison.MinDistance && Distance > ByChance;

    /// <summary>Whether the input is known to be alike.</summary>
    public bool IsAlike => Distance < InputComparison.MinDistance;
}

/// <summary>
/// Compares inputs. Of two, the second is compared with the first; of more, each with the others together, and the furthest is named.
/// </summary>
internal static class InputComparison
{
    /// <summary>Smaller differences of shares do not matter.</summary>
    public const double MinDistance = 0.1;

    // Kolmogorov and Smirnov at 1 %: sqrt(-ln(0.01 / 2) / 2).
    private const double Critical = 1.6276;

    /// <summary>The differences in each respect that the inputs have figures for, in order.</summary>
    public static IReadOnlyList<InputDifference> Compare(IReadOnlyList<InputRows> inputs)
    {
        InputDifference?[] all =
        [
            Words(inputs, "classes", "classes", row => row.Class),
            Numbers(inputs, "lesion size", "lesions", row => row.LesionPx > 0 ? row.LesionPx : null, "px", scale: 1),
            Numbers(inputs, "HU of the lesion", "hu", row => row.LesionHuMean, "HU", scale: 1),
            Numbers(inputs, "HU of the lung", "hu", row => row.LungHuMean, "HU", scale: 1),
            Numbers(inputs, "padding", "inputs", row => row.HuPaddingShare, "%", scale: 100),
            Words(inputs, "thresholding outcome", "threshold", row => row.Outcome is { } outcome ? ThresholdOutcomes.Name(outcome) : null),
            Words(inputs, "stored hu_array", "threshold", row => row.Stored is { } stored ? StoredAreas.Name(stored) : null),
            Words(inputs, "lesions kept", "threshold", KeptName),
        ];
        return [.. all.OfType<InputDifference>()];
    }

    private static string? KeptName(RowStatistics row) =>
        row.LesionKept switch
        {
            null => null,
            0 => "lesion lost wholly",
            < 1 => "lesion lost in part",
            _ => "lesion kept whole",
        };

    private static InputDifference? Words(IReadOnlyList<InputRows> inputs, string aspect, string section, Func<RowStatistics, string?> word)
    {
        return Furthest(inputs, aspect, section, word, Measure);

        static (double, string) Measure(string[] own, string[] others)
        {
            // Whole numbers: equal differences are told in favour of the first word.
            var at = own.Concat(others)
                .Distinct()
                .MaxBy(name => Math.Abs((Count(own, name) * others.Length) - (Count(others, name) * own.Length)))!;
            var (here, there) = ((double)Count(own, at) / own.Length, (double)Count(others, at) / others.Length);
            return (Math.Abs(here - there), $"{at} {Figures.Percent(here)} against {Figures.Percent(there)}");
        }

        static long Count(string[] words, string name) => words.LongCount(word => word == name);
    }

    private static InputDifference? Numbers(
        IReadOnlyList<InputRows> inputs,
        string aspect,
        string section,
        Func<RowStatistics, double?> number,
        string unit,
        double scale
    )
    {
        return Furthest(inputs, aspect, section, number, Measure);

        (double, string) Measure(double?[] own, double?[] others)
        {
            double[] a = [.. own.OfType<double>().Order()];
            double[] b = [.. others.OfType<double>().Order()];
            var (here, there) = (Median(a), Median(b));
            return (MeasureSteps(a, b), $"median {here} {unit} against {there} {unit}");
        }

        string Median(double[] sorted) => Figures.Text(scale * ((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2));
    }

    /// <summary>Largest difference of the shares of values up to any value (the statistic of Kolmogorov and Smirnov).</summary>
    /// <param name="a">Values, ascending.</param>
    /// <param name="b">Other values, ascending.</param>
    internal static double MeasureSteps(double[] a, double[] b)
    {
        var (i, j, largest) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
            {
                i++;
            }
            while (j < b.Length && b[j] <= value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    private static InputDifference? Furthest<T>(
        IReadOnlyList<InputRows> inputs,
        string aspect,
        string section,
        Func<RowStatistics, T?> get,
        Func<T[], T[], (double Distance, string What)> measure
    )
    {
        var values = inputs.Select(input => input.Rows.Select(get).OfType<T>().ToArray()).ToArray();
        InputDifference? furthest = null;
        for (var i = inputs.Count == 2 ? 1 : 0; i < inputs.Count; i++)
        {
            var own = values[i];
            T[] others = [.. values.Where((_, other) => other != i).SelectMany(other => other)];
            if (own.Length == 0 || others.Length == 0)
            {
                continue;
            }

            var (distance, what) = measure(own, others);
            var byChance = Critical * Math.Sqrt(((double)own.Length + others.Length) / ((double)own.Length * others.Length));
            var name = inputs.Count == 2 ? inputs[0].Stem : "the others";
            if (furthest is null || distance - byChance > furthest.Distance - furthest.ByChance)
            {
                furthest = new InputDifference(aspect, section, inputs[i].Stem, name, distance, byChance, what);
            }
        }

        return furthest;
    }
}
