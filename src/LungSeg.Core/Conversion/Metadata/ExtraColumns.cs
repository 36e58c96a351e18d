using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>The columns of the inputs that lungseg gives no meaning, as a format holds them.</summary>
/// <param name="Columns">The columns that are written, in the order of the inputs.</param>
/// <param name="LeftOut">Names of those that are not.</param>
/// <param name="Notes">What is said of them.</param>
internal sealed record ExtraColumns(IReadOnlyList<MetadataColumn> Columns, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Notes)
{
    private const int MostNamed = 10;

    /// <summary>Finds the columns of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="known">Names of the columns of <see cref="RowMetadata.Known"/>.</param>
    public static ExtraColumns Read(ExportRun run, IReadOnlyCollection<string> known)
    {
        string[] names = [.. run.Dataset.Inputs.SelectMany(input => input.ColumnNames).Distinct().Where(IsExtra)];
        if (run.Format.Columns is not { } rules)
        {
            // Manifests and names of files say which file a row came from.
            string[] told = [.. names.Where(name => name != DatasetColumns.File)];
            return new ExtraColumns(
                [],
                names,
                run.Options.ColumnsOnly || told.Length == 0
                    ? []
                    : [$"{run.Format.Name} holds no further columns of its input; left out: {Join(told)}"]
            );
        }

        var (columns, leftOut, notes) = (new List<MetadataColumn>(), new List<string>(), new List<string>());
        var (unread, renamed, inUtc) = (new List<string>(), new List<string>(), new List<string>());
        var taken = GetTaken(rules, known);
        foreach (var name in names)
        {
            var read = run.Options.ColumnsOnly && name != DatasetColumns.File ? null : InputColumn.Read(name, run.Rows);
            if (read is not { Unread: null, Column: var column })
            {
                leftOut.Add(name);
                unread.AddRange(read is null ? [] : [$"{name} ({read.Unread})"]);
                continue;
            }

            var written = rules.GetName(name, taken);
            renamed.AddRange(written == name ? [] : [$"{(name.Length == 0 ? "a column without a name" : name)} is called {written}"]);
            notes.AddRange(
                read.Change is null || (rules.KeepsObjects && column.GetObject is not null) ? [] : [$"column {name} {read.Change}"]
            );
            inUtc.AddRange(column.Zone is null or "UTC" || rules.KeepsObjects ? [] : [name]);
            columns.Add(column with { Name = written });
        }

        AddNote(notes, unread, "columns that hold no texts, numbers or dates are left out: ");
        AddNote(notes, renamed, $"names that {run.Format.Name} has for something else or cannot hold: ");
        AddNote(notes, inUtc, $"{run.Format.Name} holds no time zones; these times are written in UTC: ");
        return new ExtraColumns(columns, leftOut, notes);

        // Known columns that hold what is not understood are no longer known; those of a split are apart from those of the input.
        bool IsExtra(string name) =>
            !DatasetColumns.InOrder.Contains(name)
            && (
                !DatasetColumns.All.Contains(name)
                || name == DatasetColumns.File
                || (name == DatasetColumns.Part && run.Options.Split is not null)
                || (!known.Contains(name) && InputColumn.Read(name, run.Rows).HasCells)
            );
    }

    private static HashSet<string> GetTaken(ColumnRules rules, IReadOnlyCollection<string> known)
    {
        HashSet<string> taken = [.. DatasetColumns.InOrder, .. known, .. rules.Reserved];
        if (rules.AreMembers)
        {
            taken.UnionWith(taken.Select(name => name + MemberColumn.MissingSuffix).ToArray());
        }

        return taken;
    }

    private static void AddNote(List<string> notes, List<string> columns, string sentence)
    {
        if (columns.Count > 0)
        {
            notes.Add(sentence + Join(columns));
        }
    }

    private static string Join(IReadOnlyList<string> names) => PrintableText.Escape(ShortList.Join(names, MostNamed));
}
