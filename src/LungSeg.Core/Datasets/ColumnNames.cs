using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Columns by other names: those that are given, and those that look like the data set's own.</summary>
internal static class ColumnNames
{
    private const int MostShown = 20;

    private static readonly Dictionary<string, string[]> Aliases = new()
    {
        [DatasetColumns.Label] = ["label", "labels", "class", "lungrads", "lung_rads"],
        [DatasetColumns.Mask] = ["masks", "seg", "segmentation"],
        [DatasetColumns.Hu] = ["hu", "hu_arrays"],
        [DatasetColumns.HuOld] = ["image", "images", "ct", "hu_old", "hu"],
    };

    /// <summary>The index with the names that were given, and a note on columns that may be meant.</summary>
    /// <exception cref="DatasetFormatException">
    /// A column that was named is not there, or the table has none of the data set's columns and needs one.
    /// </exception>
    /// <param name="index">The table.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <param name="options">The names.</param>
    /// <param name="joined">Columns that were found in a table that is joined to the rows, by their own names.</param>
    public static TableIndex Apply(TableIndex index, SourceName source, DatasetOptions options, IReadOnlySet<string> joined)
    {
        index = Rename(index, source, options.Columns, joined);
        if (index.Damage is not null && index.Columns.Count == 0)
        {
            return index;
        }
        var names = index.Columns.Select(column => column.Name).ToArray();
        var guess = string.Join(',', Guess(names).Select(pair => $"{pair.Ours}={pair.Theirs}"));
        if (!DatasetColumns.InOrder.Any(name => Has(names, name)))
        {
            return options.NeedsKnownColumn
                ? throw FormatError.Unsupported(
                    source,
                    $"it has the columns {ShortList.Join(names, MostShown)} and none of {string.Join(", ", DatasetColumns.InOrder)}",
                    new RequestHint(RequestParameter.Columns, guess.Length > 0 ? guess : "hu_array_old=NAME,mask=NAME,label1=NAME")
                )
                : index;
        }
        return guess.Length == 0
            ? index
            : index with
            {
                Warnings =
                [
                    .. index.Warnings,
                    new(
                        $"columns {ShortList.Join([.. Guess(names).Select(pair => pair.Theirs)], MostShown)} may be those of the data set",
                        new RequestHint(RequestParameter.Columns, guess)
                    ),
                ],
            };
    }

    private static TableIndex Rename(
        TableIndex index,
        SourceName source,
        IReadOnlyDictionary<string, string> given,
        IReadOnlySet<string> joined
    )
    {
        if (given.Count == 0)
        {
            return index;
        }
        var columns = index.Columns.ToList();
        foreach (var (ours, theirs) in given)
        {
            var at = columns.FindIndex(column => column.Name == theirs);
            if (at < 0 && joined.Contains(theirs))
            {
                continue;
            }
            if (at < 0)
            {
                throw FormatError.Unsupported(
                    source,
                    $"it has no column {theirs} that could be {ours}; it has "
                        + $"{ShortList.Join([.. columns.Select(column => column.Name)], MostShown)}"
                );
            }
            columns[at] = new AliasColumn(ours, index.Columns[at]);
        }

        // A column that had the name before has another one's place now.
        return index with
        {
            Columns = ColumnTwins.WithoutTaken(columns),
        };
    }

    private static IEnumerable<(string Ours, string Theirs)> Guess(string[] names)
    {
        var taken = new HashSet<string>(DatasetColumns.All);
        foreach (var ours in DatasetColumns.InOrder.Where(name => !Has(names, name)))
        {
            var theirs =
                Array.Find(names, name => !taken.Contains(name) && string.Equals(name, ours, StringComparison.OrdinalIgnoreCase))
                ?? Array.Find(names, name => !taken.Contains(name) && Aliases[ours].Contains(name.ToLowerInvariant()));
            if (theirs is not null && taken.Add(theirs))
            {
                yield return (ours, theirs);
            }
        }
    }

    private static bool Has(string[] names, string name) =>
        Array.Exists(names, one => one == name || one.StartsWith(name + "#", StringComparison.Ordinal));
}
