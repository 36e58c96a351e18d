using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>Writes docs/options.md: the options of all commands.</summary>
internal static class ManualMarkdown
{
    // Pages in docs about commands, where the page is not named as the command.
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["demo"] = "phantom",
        ["merge"] = "cluster",
        ["card"] = "publish",
        ["diff"] = "versions",
        ["completions"] = "install",
        ["man"] = "install",
    };

    public static void Write(IReadOnlyList<Command> commands, TextWriter output)
    {
        output.Write("# Options of all commands\n\nFrom the command model: `lungseg man --format markdown` prints this page, ");
        output.Write("`lungseg man COMMAND` the man page of a command, `lungseg help COMMAND` its help.\n");
        output.Write("The headings lead to what the commands do.\n");
        foreach (var command in commands)
        {
            Write(command, output);
        }
        Table("Exit status", "code", ManualTables.ExitCodes, output);
        Table("Environment", "variable", ManualTables.Variables, output);
        Table("Files", "file", ManualTables.Files, output);
    }

    private static void Write(Command command, TextWriter output)
    {
        var text = new CommandText(command);
        output.Write(
            $"""

            ## [{command.Name}]({Pages.GetValueOrDefault(command.Name, command.Name)}.md)

            `{text.Usage}`: {text.Summary}.

            | option | what it does |
            | --- | --- |

            """
        );
        foreach (var (name, meaning) in text.Arguments)
        {
            output.Write($"| `{name}` | {Cell(meaning)} |\n");
        }
        foreach (var group in OptionGroups.Of(command))
        {
            output.Write($"| **{group.Heading}** | |\n");
            foreach (var option in group.Options)
            {
                var value = option.Value.Length == 0 ? string.Empty : $" `{Cell(option.Value)}`";
                output.Write($"| {string.Join(", ", option.Names.Select(name => $"`{name}`"))}{value} | {Cell(option.Text)} |\n");
            }
        }
    }

    private static void Table(string heading, string first, IEnumerable<ManualEntry> entries, TextWriter output)
    {
        output.Write($"\n## {heading}\n\n| {first} | meaning |\n| --- | --- |\n");
        foreach (var entry in entries)
        {
            output.Write($"| {string.Join(", ", entry.Name.Split(", ").Select(name => $"`{name}`"))} | {Cell(entry.Text)} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
