using System.Diagnostics.CodeAnalysis;

namespace LungSeg.Core.Model;

/// <summary>A Lung-RADS class with its modifiers.</summary>
/// <param name="Category">The category, including A, B or X.</param>
/// <param name="HasSModifier">S: a significant finding other than lung cancer.</param>
/// <param name="HasCModifier">C: prior lung cancer (Lung-RADS 1.0 only).</param>
public readonly record struct LungRads(LungRadsCategory Category, bool HasSModifier = false, bool HasCModifier = false)
    : IComparable<LungRads>
{
    private static readonly string[] Codes = ["0", "1", "2", "3", "4A", "4B", "4X"];
    private static readonly string[] Prefixes = ["lung-rads", "lung rads", "lung_rads", "lungrads", "lr", "category", "cat"];

    /// <summary>Stands for the class of a label that is no Lung-RADS class.</summary>
    public const string Unknown = "unknown";

    /// <summary>Stands for the class of a row whose label is missing, in tables and groups.</summary>
    public const string Missing = "missing";

    /// <summary>All canonical classes, <c>LR0</c> to <c>LR4X</c>, in order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Codes.Select(code => "LR" + code)];

    /// <summary>The canonical class as the data set writes it, for example <c>LR4A</c>; without modifiers.</summary>
    public string Class => Classes[(int)Category];

    /// <summary>
    /// Place of a class in tables: the canonical classes in their order, then <see cref="Unknown"/>, then <see cref="Missing"/>.
    /// </summary>
    public static int GetRank(string name)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes[i] == name)
            {
                return i;
            }
        }

        return name == Missing ? Classes.Count + 1 : Classes.Count;
    }

    /// <summary>Parses the usual spellings of a class: <c>LR4A</c>, <c>LR-4A</c>, <c>4a</c>, <c>Lung-RADS 4B</c>, <c>2S</c>.</summary>
    /// <returns>False for any other text, such as <c>4</c>, which is not a class.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out LungRads value)
    {
        value = default;
        if (text is null)
        {
            return false;
        }
        var rest = WithoutPrefix(text.AsSpan().Trim());
        if (rest.Length == 0 || rest[0] is < '0' or > '4')
        {
            return false;
        }
        var category = (LungRadsCategory)(rest[0] - '0');
        rest = rest[1..];
        if (category == LungRadsCategory.Suspicious && !TryTakeLetter(ref rest, out category))
        {
            return false;
        }

        var (s, c) = (false, false);
        for (rest = SkipSeparators(rest); rest.Length > 0; rest = SkipSeparators(rest[1..]))
        {
            if (rest[0] is 's' or 'S' && !s)
            {
                s = true;
            }
            else if (rest[0] is 'c' or 'C' && !c)
            {
                c = true;
            }
            else
            {
                return false;
            }
        }

        value = new LungRads(category, s, c);
        return true;
    }

    /// <summary>Compares by category, then by modifiers.</summary>
    public int CompareTo(LungRads other)
    {
        var byCategory = Category.CompareTo(other.Category);
        if (byCategory != 0)
        {
            return byCategory;
        }
        var byS = HasSModifier.CompareTo(other.HasSModifier);
        return byS != 0 ? byS : HasCModifier.CompareTo(other.HasCModifier);
    }

    /// <summary>The class with its modifiers, for example <c>LR4AS</c>.</summary>
    public override string ToString() => Class + (HasSModifier ? "S" : string.Empty) + (HasCModifier ? "C" : string.Empty);

    /// <summary>Orders by suspicion.</summary>
    public static bool operator <(LungRads left, LungRads right) => left.CompareTo(right) < 0;

    /// <summary>Orders by suspicion.</summary>
    public static bool operator >(LungRads left, LungRads right) => left.CompareTo(right) > 0;

    /// <summary>Orders by suspicion.</summary>
    public static bool operator <=(LungRads left, LungRads right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by suspicion.</summary>
    public static bool operator >=(LungRads left, LungRads right) => left.CompareTo(right) >= 0;

    private static bool TryTakeLetter(ref ReadOnlySpan<char> rest, out LungRadsCategory category)
    {
        rest = SkipSeparators(rest);
        category = rest is []
            ? default
            : char.ToUpperInvariant(rest[0]) switch
            {
                'A' => LungRadsCategory.Suspicious,
                'B' => LungRadsCategory.VerySuspicious,
                'X' => LungRadsCategory.AdditionalFeatures,
                _ => default,
            };
        if (category == default)
        {
            return false;
        }
        rest = rest[1..];
        return true;
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text)
    {
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return SkipSeparators(text[prefix.Length..]);
            }
        }

        return text;
    }

    private static ReadOnlySpan<char> SkipSeparators(ReadOnlySpan<char> text) => text.TrimStart(" -_.:");
}
