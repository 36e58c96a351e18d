using LungSeg.Core.Grouping;

namespace LungSeg.Core.Validation;

/// <summary>Numbers at which rules draw their lines. In settings they go by the names of <see cref="Defaults"/>.</summary>
public sealed record ValidationLimits
{
    /// <summary>The limits, by name and in order, as they are unless someone sets them.</summary>
    public static IReadOnlyList<ValidationLimit> Defaults { get; } =
    [
        new("hu_min", -3024, "least HU there may be"),
        new("hu_max", 32767, "greatest HU there may be"),
        new("spacing_mm", 0.5, "pixel spacing to assume, since the data set has none"),
        new("lr2_diameter_mm", 30, "diameter over which a lesion is too big for LR2"),
        new("components", 10, "pieces of a lesion that are not many yet"),
        new("outside_body_share", 0.1, "share of the lesion that may lie outside the body"),
        new("lesion_kept", 0.5, "share of the lesion that hu_array must keep at least"),
        new("lesion_whole", 0.95, "share of the lesion from which on it counts as whole"),
        new("near_duplicate_score", 0.95, "likeness from which two slices of an input hardly differ, 0 to 1"),
        new("leakage_score", new LeakageOptions().Threshold, "likeness from which slices of two inputs are of one scan, 0 to 1"),
        new("class_count_tolerance", 0.1, "share of a class's published count that it may be off"),
    ];

    private readonly Dictionary<string, double> _values = Defaults.ToDictionary(limit => limit.Name, limit => limit.Value);

    /// <summary>Value of a limit.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double this[string name] => _values[name];

    /// <summary>The same with other values.</summary>
    /// <exception cref="ArgumentException">There is no limit of such a name.</exception>
    public ValidationLimits With(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var changed = new ValidationLimits();
        foreach (var (name, value) in _values.Concat(values))
        {
            if (!_values.ContainsKey(name))
                throw new ArgumentException($"limit '{name}' is not known; there are {string.Join(", ", Defaults.Select(limit => limit.Name))}");
            changed._values[name] = value;
        }

        return changed;
    }
}
