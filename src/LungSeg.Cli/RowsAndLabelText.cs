using LungSeg.Core.Bytes;
using LungSeg.Core.Selection;

namespace LungSeg.Cli;

/// <summary>
/// Splits the values of <c>--rows</c>, which may be <c>@FILE</c>, and of <c>--label</c> into items.
/// <see cref="Core.Datasets.RowSelection"/> parses an item such as <c>train:0..99</c>.
/// </summary>
internal static class RowsAndLabelText
{
    public static string[] ParseRows(string rows, Terminal terminal)
    {
        if (rows.Length == 0)
        {
            throw new UsageException("--rows is empty; write 0..99,105 or @FILE");
        }

        if (rows == "@")
        {
            throw new UsageException("--rows @ names no file; write @FILE, or @- for standard input");
        }

        if (rows[0] != '@')
        {
            return SplitItems(rows, ',');
        }

        var content = rows == "@-" ? ReadInput(terminal) : ReadList(rows[1..]);
        using var reader = new StreamReader(new MemoryStream(content));
        var text = reader.ReadToEnd();
        if (RowListTable.Matches(text))
        {
            return [.. RowListTable.ReadRows(content, rows[1..])];
        }

        RefuseQuoted(text, rows);
        return SplitItems(text, '\n');
    }

    /// <summary>Throws where a line is a JSON string, as jq prints it without -r.</summary>
    private static void RefuseQuoted(string text, string rows)
    {
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line is ['"', .., '"'])
            {
                throw new UsageException(
                    $"--rows {rows}: line {number} is {line}, a name in quotes; names stand without them ('jq -r' prints them so)"
                );
            }
        }
    }

    public static string[] ParseLabels(string labels) =>
        SplitItems(labels, ',') is { Length: > 0 } items ? items : throw new UsageException("--label is empty; write LR4A,LR4B");

    private static string[] SplitItems(string text, char separator) =>
        text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static byte[] ReadInput(Terminal terminal)
    {
        using var input = terminal.OpenInput();
        using var content = new MemoryStream();
        input.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] ReadList(string path)
    {
        try
        {
            return RunFiles.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--rows @{path}: file not found");
        }
    }
}
