using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>The groups of a user's file, and the names in it that no row of the data set has.</summary>
public sealed class UserGroups
{
    private const int MaxShown = 5;
    private const int LongestName = 80;
    private readonly string _path;
    private readonly IReadOnlyDictionary<string, string> _ids;

    private UserGroups(string path, IReadOnlyDictionary<string, string> ids, IReadOnlyList<string> unmatched) =>
        (_path, _ids, Unmatched) = (path, ids, unmatched);

    /// <summary>Names in the file that no row of the data set has, in the order of the file.</summary>
    public IReadOnlyList<string> Unmatched { get; }

    /// <summary>A note about unmatched names; null where every name is that of a row.</summary>
    public string? Note =>
        Unmatched.Count == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{_path}: {Unmatched.Count} {(Unmatched.Count == 1 ? "name is that" : "names are those")} of no row of the inputs: "
                    + $"{Shown(Unmatched)}"
            );

    /// <summary>Reads a file of groups for a data set.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dataset">The data set whose rows the file should name.</param>
    /// <exception cref="DatasetFormatException">The file is damaged, or names none of the rows.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static UserGroups Read(string path, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var ids = GroupFile.ReadIds(path);
        var known = dataset.Rows.Select(row => row.Name).Where(ids.ContainsKey).ToHashSet(StringComparer.Ordinal);
        if (known.Count == 0 && dataset.RowCount > 0)
        {
            var named = ids.Count == 0 ? "it names no row" : $"none of the rows it names is a row of the inputs: {Shown([.. ids.Keys])}";
            throw FormatError.Corrupt(
                new SourceName(path, null, "csv"),
                $"{named}; a row is called stem:index, here {PrintableText.Escape(dataset[0].Name, LongestName)} and so on"
            );
        }

        return new UserGroups(path, ids, [.. ids.Keys.Where(name => !known.Contains(name))]);
    }

    /// <summary>The group that the file gives a row; null where the file does not name the row, or its group is empty.</summary>
    public string? Find(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _ids.GetValueOrDefault(row.Name) is { Length: > 0 } group ? group : null;
    }

    /// <summary>Whether the file names a row and gives it no group.</summary>
    public bool IsMissing(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _ids.GetValueOrDefault(row.Name) is { Length: 0 };
    }

    /// <summary>
    /// Group of each row: that of the file; one of its own where the file does not name the row; null where the file gives it none.
    /// </summary>
    public IReadOnlyList<string?> GroupOf(IReadOnlyList<DatasetRow> rows) =>
        [
            .. rows.Select(row =>
                IsMissing(row) ? null
                : Find(row) is { } group ? "given " + group
                : "row " + row.Name
            ),
        ];

    /// <summary>Groups of rows; those without a group in the file are groups of their own.</summary>
    public RowGroups Groups(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return RowGroups.FromIds(rows, [.. rows.Select(row => Find(row) ?? string.Empty)], GroupSource.Given);
    }

    /// <summary>
    /// Names of groups that were found with the file: the file's own; those that it gives no name keep the one that they have.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groupOf">The group that was found for each.</param>
    public IReadOnlyList<string> NameGroups(IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> groupOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groupOf);
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (row, group) in rows.Zip(groupOf))
        {
            if (Find(row) is { } given)
            {
                named.TryAdd(group, given);
            }
        }
        var taken = named.Values.ToHashSet(StringComparer.Ordinal);
        string Get(string group) => taken.Contains(group) ? Get(group + "~") : group;
        return [.. groupOf.Select(group => named.GetValueOrDefault(group) ?? Get(group))];
    }

    private static string Shown(IReadOnlyList<string> names) =>
        ShortList.Join(names, MaxShown, name => PrintableText.Escape(name, LongestName));
}
