using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Masks;

/// <summary>The classes that a file names for the values of its masks.</summary>
/// <param name="Named">The classes but the background, in the order of their values.</param>
internal sealed record MaskClasses(IReadOnlyList<MaskClass> Named)
{
    private const string All = "all";

    /// <summary>Masks whose file names no classes.</summary>
    public static MaskClasses None { get; } = new([]);

    /// <summary>Whether the masks hold the chosen classes only.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Value that is never lesion; null without one.</summary>
    public double? Ignored => Named.FirstOrDefault(found => found.IsIgnored)?.Value;

    /// <summary>Whether a choice is that of every class.</summary>
    public static bool IsAll(string name) => name.Equals(All, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name of a value with the value, or the value alone.</summary>
    public string Describe(double value) =>
        Named.FirstOrDefault(found => found.Value == value)?.ToString() ?? value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The name of a value as it can be chosen.</summary>
    public string GetName(double value) =>
        Named.FirstOrDefault(found => found.Value == value)?.Name ?? value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Values that a choice of names and values means; null for every value.</summary>
    /// <exception cref="InvalidRequestException">A name is none of the file's, and no value.</exception>
    public IReadOnlyList<double>? Find(IReadOnlyList<string> chosen)
    {
        if (chosen.Any(IsAll))
        {
            return null;
        }
        return [.. chosen.Select(Find)];
    }

    private double Find(string name)
    {
        var named =
            Named.FirstOrDefault(found => found.Name == name)
            ?? Named.FirstOrDefault(found => string.Equals(found.Name, name, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            return named.IsIgnored ? throw Refuse($"'{name}' is never lesion") : named.Value;
        }
        if (
            double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value != 0
            && (Named.Count == 0 || Named.Any(found => found.Value == value && !found.IsIgnored))
        )
        {
            return value;
        }
        throw Refuse(
            $"the masks have no class '{PrintableText.Escape(name, 40)}'; "
                + (Named.Count == 0 ? "their file names no classes, so that a value is needed" : $"they have {string.Join(", ", Named)}")
        );
    }

    private static InvalidRequestException Refuse(string message) => new(RequestParameter.Lesion, message);
}
