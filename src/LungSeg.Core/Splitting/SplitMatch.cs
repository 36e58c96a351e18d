using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Splitting;

/// <summary>Applies a split to rows, whose content must be that of the rows it was made of.</summary>
/// <param name="split">The split. Of several repeats the first is applied.</param>
/// <param name="path">File of the split.</param>
/// <param name="jobs">Threads.</param>
public sealed class SplitMatch(Split split, string path, int jobs)
{
    private const int MaxShown = 5;
    private readonly SourceName _source = new(path, null, "split");

    /// <summary>What is odd though the split fits, one sentence each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>
    /// Compares rows with the split: content keys, and labels where either side has no key. Rows that the split does not name are left to
    /// the caller, unless their content stands there under other names.
    /// </summary>
    /// <param name="all">Names of all rows of the inputs.</param>
    /// <param name="rows">Rows to compare.</param>
    /// <exception cref="DatasetFormatException">A row differs, or a file has changed since it was indexed.</exception>
    /// <exception cref="InvalidRequestException">The split does not name a row whose content it holds.</exception>
    public void Check(IReadOnlyList<string> all, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(rows);
        var assignments = split.For(all).Repeats is [var first, ..] ? first : [];
        var placed = assignments.GroupBy(row => row.Row, StringComparer.Ordinal).ToDictionary(row => row.Key, row => row.First());
        var missing = rows.Where(row => !placed.ContainsKey(row.Name)).ToArray();
        var known = assignments.Select(row => row.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var keys = RowKeys.Read(
            rows,
            jobs,
            row =>
                missing.Length > 0
                    ? known.Count > 0
                        ? known.Contains
                        : null
                    : placed[row.Name].Key is { } own
                        ? own.Equals
                        : null
        );
        if (missing.Length > 0)
        {
            if (AreUnderOtherNames(known, keys))
            {
                throw new InvalidRequestException(
                    RequestParameter.Split,
                    $"the split does not name {Quantity.Of(missing.Length, "row")}, {missing[0].Name} the first, "
                        + "but their content under other names",
                    new RequestHint(RequestParameter.SplitBy, "key")
                );
            }
            return;
        }

        var differences = new List<string>();
        var compared = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, place) = (rows[i], placed[rows[i].Name]);
            var (what, found, expected) =
                keys[i] is not null && place.Key is not null ? ("content key", keys[i], place.Key) : ("label", row.LabelText, place.Label);
            if (found is null || expected is null)
            {
                continue;
            }
            compared++;
            if (found != expected && !(what == "label" && IsOneClass(found, expected)))
            {
                differences.Add($"{what} of row {row.Name} is {Escape(found)} in the input, and {Escape(expected)} in the split");
            }
        }

        if (differences.Count > 0)
        {
            throw Differ(differences, rows.Count, AreUnderOtherNames(known, keys));
        }
        AddNotes(compared, [.. placed.Keys.Except(all, StringComparer.Ordinal)]);
    }

    /// <summary>The split with the names of rows that have the same content, whatever they are called in it.</summary>
    /// <param name="rows">All rows of the inputs.</param>
    /// <exception cref="DatasetFormatException">The split has no keys, or puts rows of one content into two parts.</exception>
    /// <exception cref="InvalidRequestException">A row has no key, or one that the split does not hold.</exception>
    public Split ByKey(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var byKey = IndexByKey(split.Repeats is [var first, ..] ? first : []);
        var keys = RowKeys.Read(rows, jobs, _ => byKey.ContainsKey);
        var missing = rows.Where((_, i) => keys[i] is null || !byKey.ContainsKey(keys[i]!)).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidRequestException(
                RequestParameter.Split,
                $"the split does not hold the content of {Quantity.Of(missing.Length, "row")} of {rows.Count}, {missing[0].Name} the first"
            );
        }
        return new Split([.. rows.Select((row, i) => byKey[keys[i]!] with { Row = row.Name, Repeat = 0 })]);
    }

    /// <summary>
    /// All repeats of the split with the names of rows that have the same content, for a check. Rows of the split whose content no input
    /// has keep names that no row has, and rows that were dropped before their content was read are left out.
    /// </summary>
    /// <param name="rows">All rows of the inputs.</param>
    /// <exception cref="DatasetFormatException">The split has no keys, or puts rows of one content into two parts.</exception>
    public Split RenameByKey(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var known = split.Repeats.Select(IndexByKey).ToArray();
        var keys = RowKeys.Read(rows, jobs, _ => key => Array.Exists(known, places => places.ContainsKey(key)));
        var rowsOfKey = rows.Zip(keys, (row, key) => (row.Name, key)).ToLookup(row => row.key ?? string.Empty, row => row.Name);
        var names = rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var renamed = new List<SplitAssignment>();
        foreach (var (repeat, places) in split.Repeats.Zip(known))
        {
            renamed.AddRange(places.SelectMany(place => rowsOfKey[place.Key].Select(name => place.Value with { Row = name })));
            renamed.AddRange(
                repeat
                    .Where(place => place.Key is null ? place.Part != SplitAssignment.Dropped : !rowsOfKey.Contains(place.Key))
                    .Select(place => names.Contains(place.Row) ? place with { Row = $"{place.Row} of the split" } : place)
            );
        }

        return new Split(renamed);
    }

    /// <summary>The places of a repeat by content key.</summary>
    private Dictionary<string, SplitAssignment> IndexByKey(IReadOnlyList<SplitAssignment> places)
    {
        var byKey = new Dictionary<string, SplitAssignment>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            if (place.Key is not { } key || byKey.TryAdd(key, place))
            {
                continue;
            }
            var other = byKey[key];
            if ((other.Part, other.Fold) != (place.Part, place.Fold))
            {
                throw FormatError.Corrupt(
                    _source,
                    $"rows {other.Row} and {place.Row} have one content key, and stand in two parts or folds"
                );
            }
        }

        return byKey.Count > 0 ? byKey : throw FormatError.Corrupt(_source, "it has no content keys; make it anew from the slices");
    }

    private static bool AreUnderOtherNames(HashSet<string> known, string?[] keys) =>
        keys.Length > 0 && Array.TrueForAll(keys, key => key is not null && known.Contains(key));

    private DatasetFormatException Differ(List<string> differences, int rows, bool areUnderOtherNames)
    {
        var rest = differences.Count == 1 ? string.Empty : $", {differences.Count} rows of {rows} differ";
        var detail = $"the {differences[0]}{rest}; it was made of other rows";
        return areUnderOtherNames
            ? FormatError.Unsupported(
                _source,
                $"{detail}, or of these under other names: all content keys are in it",
                new RequestHint(RequestParameter.SplitBy, "key")
            )
            : FormatError.Corrupt(_source, detail);
    }

    private void AddNotes(int compared, string[] unknown)
    {
        if (compared == 0)
        {
            Notes.Add($"{path}: neither contents nor labels could be compared with those of the inputs");
        }
        if (unknown.Length > 0)
        {
            Notes.Add($"{path}: {Quantity.Of(unknown.Length, "row")} of the split in no input: {ShortList.Join(unknown, MaxShown)}");
        }
    }

    private static bool IsOneClass(string a, string b) =>
        LungRads.TryParse(a, out var first) && LungRads.TryParse(b, out var second) && first == second;

    private static string Escape(string text) => PrintableText.Escape(text, 40);
}
