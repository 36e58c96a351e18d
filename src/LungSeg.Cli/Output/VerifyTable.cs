using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;
using static System.FormattableString;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>verify</c> for people: counts, then the files that are not whole. With <c>--plain</c> all files.</summary>
internal static class VerifyTable
{
    public static void Write(IntegrityReport report, Func<CheckedFile, string?> getDownload, Terminal terminal)
    {
        var page = new TextPage(terminal);
        var whole = report.Files.Count(file => file.State == FileState.Whole);
        var head = Invariant($"{whole} of {Quantity.Of(report.Files.Count, "file is", "files are")} whole");
        var others = report.Counts.Where(count => count.Key != FileStates.GetName(FileState.Whole)).ToArray();
        if (others.Length == 0)
        {
            page.Text(head, TextStyle.Bold);
        }
        else
        {
            page.Labelled(TextStyle.Bold, head, TextPage.ListCounts(others.Select(count => (count.Key, count.Value))));
        }
        var table = new TextTable(
            TextColumn.Text("file", "path", minWidth: 24),
            TextColumn.Text("state", "state", minWidth: 7),
            new TextColumn("bytes", "bytes", 2),
            new TextColumn("expected", "expected_bytes", 3),
            TextColumn.Text(string.Empty, "detail", 1, minWidth: 20)
        );
        foreach (var file in report.Files.Where(file => page.IsPlain || file.State != FileState.Whole))
        {
            table.Add(
                file.Path,
                FileStates.GetName(file.State),
                TextCell.Number(file.Bytes, "0"),
                TextCell.Number(file.Expected?.Bytes, "0"),
                Describe(file)
            );
        }
        if (table.Rows.Count > 0)
        {
            page.Table(table);
        }
        foreach (var command in page.IsPlain ? [] : report.Files.Select(getDownload).OfType<string>())
        {
            // Not broken into lines: it is copied.
            terminal.Out.WriteLine(command);
        }
    }

    private static string Describe(CheckedFile file) =>
        file switch
        {
            { State: FileState.Cut, WholeRows: { } rows } => Invariant(
                $"ends at byte {file.Bytes}; {Quantity.Of(rows, "row is", "rows are")} whole"
            ),
            { State: FileState.Cut } => Invariant($"ends at byte {file.Bytes}"),
            { RenamedFrom: { } old } => $"was {old}",
            { State: FileState.Unknown, Error: null } => "nothing to compare it with",
            { State: FileState.Unknown, Error: DatasetFormatException } => "changed while it was read",
            { State: FileState.Unknown } => "cannot be read",
            { State: FileState.Missing, Expected: null } => "not in the manifest either",
            _ => string.Empty,
        };
}
