using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Which rows a command works on: by number, by name, by label.</summary>
/// <remarks>The command line splits <c>--rows</c> into <see cref="Items"/>; this class parses the items.</remarks>
public sealed record RowSelection
{
    /// <summary>All rows.</summary>
    public static RowSelection All { get; } = new();

    /// <summary>
    /// Row items such as <c>0..99</c> (both ends included), <c>105</c>, <c>train:7</c>, <c>train:3..5</c>; null for all rows. Bare numbers
    /// count over all inputs.
    /// </summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Labels such as <c>LR4A</c> or <c>4a</c>; null for all. A class matches rows with any modifier.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>
    /// Number of rows that bare numbers can name. Later rows come after an input that could not be read, so their numbers are not known.
    /// </summary>
    public long CountedRows { get; init; } = long.MaxValue;

    /// <summary>Only the rows of this shard; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The selected rows of <paramref name="dataset"/>, in the data set's order, each once.</summary>
    /// <exception cref="InvalidRequestException">An item is invalid or names a row that does not exist.</exception>
    public IReadOnlyList<DatasetRow> GetRows(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (this is { Items: null, Labels: null, Shard: null })
        {
            return dataset.RowCount <= AllRows.KeptRows ? [.. dataset.Rows] : new AllRows(dataset);
        }

        var rows = Items is null ? dataset.Rows : Numbers(dataset).Select(number => dataset[number]);
        var labelled = Labels is null ? rows : WithLabels(rows);
        return Shard is null ? [.. labelled] : [.. labelled.Where(row => Shard.Contains(dataset.GetNumber(row)))];
    }

    private SortedSet<long> Numbers(Dataset dataset)
    {
        var numbers = new SortedSet<long>();
        foreach (var item in Items!)
        {
            var (first, last) = ParseItem(item, dataset);
            for (var number = first; number <= last; number++)
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    /// <summary>Reads one item of <see cref="Items"/>; the caller has split the list of items.</summary>
    private (long First, long Last) ParseItem(string item, Dataset dataset)
    {
        var colon = item.LastIndexOf(':');
        var (start, count, where) = (0L, dataset.RowCount, "the data set");
        if (colon >= 0)
        {
            (start, count, where) = Input(item[..colon], dataset);
        }
        var text = item[(colon + 1)..].Trim();
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (from, to) = dots < 0 ? (text, text) : (text[..dots], text[(dots + 2)..]);
        if (
            !long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        )
        {
            throw new InvalidRequestException(
                RequestParameter.Rows,
                $"row '{item}' is not understood; write 7, 0..99, train:7 or train:0..99"
            );
        }
        if (last < first)
        {
            throw new InvalidRequestException(RequestParameter.Rows, $"row range '{item}' ends before it starts");
        }
        if (colon < 0 && last >= CountedRows)
        {
            throw new InvalidRequestException(
                RequestParameter.Rows,
                $"row '{item}' counts over all inputs, and from row {CountedRows} on over one that could not be read; write train:7"
            );
        }
        if (last >= count)
        {
            throw new InvalidRequestException(
                RequestParameter.Rows,
                count == 0
                    ? $"row '{item}' does not exist: {where} has no rows"
                    : $"row '{item}' does not exist: {where} has {count} rows, 0..{count - 1}"
            );
        }
        return (start + first, start + last);
    }

    private static (long Start, long Count, string Where) Input(string stem, Dataset dataset)
    {
        var start = 0L;
        foreach (var input in dataset.Inputs)
        {
            if (input.Stem == stem)
            {
                return (start, input.RowCount, input.Stem);
            }
            start += input.RowCount;
        }

        throw new InvalidRequestException(
            RequestParameter.Rows,
            $"no input is called '{stem}'; there are {string.Join(", ", dataset.Inputs.Select(input => input.Stem))}"
        );
    }

    private List<DatasetRow> WithLabels(IEnumerable<DatasetRow> rows)
    {
        var classes = new HashSet<LungRads>();
        var texts = new HashSet<string>();
        foreach (var wanted in Labels!)
        {
            if (LungRads.TryParse(wanted, out var label))
            {
                classes.Add(label);
            }
            texts.Add(wanted);
        }

        bool Matches(DatasetRow row) =>
            (row.Label is { } label && (classes.Contains(label) || classes.Contains(new LungRads(label.Category))))
            || (row.FoundLabelText is { } text && texts.Contains(text));
        var all = rows.ToList();
        var found = all.FindAll(Matches);
        var strange = Labels.FirstOrDefault(wanted =>
            !LungRads.TryParse(wanted, out _) && !found.Exists(row => row.FoundLabelText == wanted)
        );
        if (strange is not null)
        {
            throw new InvalidRequestException(
                RequestParameter.Labels,
                $"no row has the label '{strange}'; there are "
                    + string.Join(", ", all.Select(row => row.FoundLabelText).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            );
        }
        return found;
    }
}
