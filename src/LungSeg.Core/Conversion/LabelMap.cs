using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion;

/// <summary>
/// Numbers the labels, for formats that know classes by number: Lung-RADS classes in their order, or named ranges of them.
/// </summary>
public sealed class LabelMap
{
    private readonly (LungRadsCategory First, LungRadsCategory Last, string Name)[]? _ranges;

    private LabelMap((LungRadsCategory First, LungRadsCategory Last, string Name)[] ranges)
    {
        _ranges = ranges;
        Names = [.. ranges.Select(range => range.Name).Distinct()];
        Numbers = ranges.All(range => ParseInteger(range.Name) is not null)
            ? [.. Names.Select(name => ParseInteger(name)!.Value)]
            : [.. Enumerable.Range(0, Names.Count)];
    }

    private LabelMap(IReadOnlyList<string> names)
    {
        Names = names;
        Numbers = [.. Enumerable.Range(0, names.Count)];
    }

    /// <summary>Names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Numbers of the classes: the names themselves where all names are numbers, else from 0.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>The text that the map was parsed from; null where the map was made from the rows.</summary>
    public string? Text { get; private init; }

    /// <summary>Numbers the classes that occur, in Lung-RADS order; then other labels, in ordinal order.</summary>
    internal static LabelMap FromRows(IEnumerable<ExportRow> rows)
    {
        var (classes, others) = (new SortedSet<LungRadsCategory>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            if (row.Row.Label is { } label)
            {
                classes.Add(label.Category);
            }
            else if (row.Row.LabelText is { } text)
            {
                others.Add(text);
            }
        }

        return new LabelMap([.. classes.Select(category => new LungRads(category).Class), .. others]);
    }

    /// <summary>
    /// Parses <c>LR2=0,LR3..=1</c>: each item maps a class, or a range of classes with an open or closed end, to a number or a name. If any
    /// of these is a name, all are names, and are numbered from 0 in the order of first mention.
    /// </summary>
    /// <exception cref="InvalidRequestException">The text has another form, or two ranges overlap.</exception>
    public static LabelMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ranges = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Range).ToArray();
        if (ranges.Length == 0)
        {
            throw new InvalidRequestException(RequestParameter.LabelMap, "no class is mapped; write LR2=0,LR3..=1");
        }

        foreach (var (one, at) in ranges.Select((range, at) => (range, at)))
        {
            if (ranges.Take(at).Any(other => other.First <= one.Last && one.First <= other.Last))
            {
                throw new InvalidRequestException(RequestParameter.LabelMap, $"'{text}' maps a class twice");
            }
        }

        if (ranges.All(range => ParseInteger(range.Name) is not null))
        {
            ranges = [.. ranges.OrderBy(range => ParseInteger(range.Name))];
        }

        return new LabelMap(ranges) { Text = text };
    }

    /// <summary>Number of a row's class; null where its label is in no class.</summary>
    public int? GetNumber(DatasetRow row) => GetPlace(row) is { } place ? Numbers[place] : null;

    /// <summary>
    /// Place of a row's class in <see cref="Names"/>, for formats whose classes have no gaps; null where its label is in no class.
    /// </summary>
    public int? GetPlace(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var name = GetName(row);
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Name of a row's class; null where its label is in no class.</summary>
    public string? GetName(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (_ranges is null)
        {
            return row.Label?.Class ?? row.LabelText;
        }

        return row.Label is { } label
            ? Array.Find(_ranges, range => range.First <= label.Category && label.Category <= range.Last).Name
            : null;
    }

    private static int? ParseInteger(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (LungRadsCategory First, LungRadsCategory Last, string Name) Range(string item)
    {
        var sides = item.Split('=', 2, StringSplitOptions.TrimEntries);
        if (sides is not [var classes, var name] || name.Length == 0)
        {
            throw new InvalidRequestException(RequestParameter.LabelMap, $"'{item}' is not a class and its name; write LR2=0 or LR3..=1");
        }

        var ends = classes.Split("..", 2);
        var first = Category(ends[0], LungRadsCategory.Incomplete, item);
        var last = ends.Length == 1 ? first : Category(ends[1], LungRadsCategory.AdditionalFeatures, item);
        return last < first
            ? throw new InvalidRequestException(RequestParameter.LabelMap, $"'{item}' ends before it starts")
            : (first, last, name);
    }

    private static LungRadsCategory Category(string text, LungRadsCategory open, string item)
    {
        if (text.Length == 0)
        {
            return open;
        }

        return LungRads.TryParse(text, out var label)
            ? label.Category
            : throw new InvalidRequestException(RequestParameter.LabelMap, $"'{item}': '{text}' is not a Lung-RADS class");
    }
}
