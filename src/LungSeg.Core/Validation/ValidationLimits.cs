using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>The limits that rules compare with. <see cref="Defaults"/> holds their names in settings.</summary>
public sealed record ValidationLimits
{
    /// <summary>All limits with their default values, in order.</summary>
    public static IReadOnlyList<ValidationLimit> Defaults { get; } =
    [
        new("hu_min", -3024, "least HU there may be", LimitRange.Any),
        new("hu_max", 32767, "greatest HU there may be", LimitRange.Any),
        new("spacing_mm", 0.5, "pixel spacing to assume, since the data set has none", LimitRange.Positive),
        new("lr2_diameter_mm", 30, "diameter over which a lesion is too big for LR2", LimitRange.Positive),
        new("components", 10, "pieces of a lesion that are not many yet", LimitRange.NotNegative),
        new("outside_body_share", 0.1, "share of the lesion that may lie outside the body", LimitRange.Share),
        new("lesion_kept", 0.5, "share of the lesion that hu_array must keep at least", LimitRange.Share),
        new("lesion_whole", 0.95, "share of the lesion from which on it counts as whole", LimitRange.Share),
        new("near_duplicate_score", 0.95, "likeness from which two slices of an input hardly differ, 0 to 1", LimitRange.Share),
        new(
            "leakage_score",
            new LeakageOptions().Threshold,
            "likeness from which slices of two inputs are of one scan, 0 to 1",
            LimitRange.Share
        ),
        new("class_count_tolerance", 0.1, "share of a class's published count that it may be off", LimitRange.NotNegative),
    ];

    private readonly Dictionary<string, double> _values = Defaults.ToDictionary(limit => limit.Name, limit => limit.Value);

    /// <summary>Value of a limit.</summary>
    /// <exception cref="KeyNotFoundException">The name is unknown.</exception>
    public double this[string name] => _values[name];

    /// <summary>A copy with other values for some limits.</summary>
    /// <exception cref="InvalidRequestException">The limit is unknown, or the number is not valid for it.</exception>
    public ValidationLimits With(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var changed = new ValidationLimits();
        foreach (var (name, value) in _values.Concat(values))
        {
            var limit =
                Defaults.FirstOrDefault(known => known.Name == name)
                ?? throw new InvalidRequestException(
                    RequestParameter.ValidationLimit,
                    $"limit '{name}' is not known; there are {string.Join(", ", Defaults.Select(known => known.Name))}"
                );
            if (Refusal(limit.Range, value) is { } expected)
            {
                throw new InvalidRequestException(
                    RequestParameter.ValidationLimit,
                    string.Create(CultureInfo.InvariantCulture, $"limit '{name}' is {value}, expected {expected}")
                );
            }
            changed._values[name] = value;
        }

        return changed;
    }

    /// <summary>The expected range, where a number is outside it; else null.</summary>
    private static string? Refusal(LimitRange range, double value) =>
        range switch
        {
            _ when !double.IsFinite(value) => "a finite number",
            LimitRange.Positive when value <= 0 => "a number above 0",
            LimitRange.NotNegative when value < 0 => "0 or more",
            LimitRange.Share when value is < 0 or > 1 => "a number from 0 to 1",
            _ => null,
        };
}
