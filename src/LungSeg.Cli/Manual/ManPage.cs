using System.CommandLine;
using LungSeg.Core.Model;

namespace LungSeg.Cli.Manual;

/// <summary>Writes man pages: one for the program, one for each command.</summary>
internal static class ManPage
{
    /// <summary>Date of the last change of the layout. The content belongs to the version of the program.</summary>
    private const string Date = "2026-11-27";

    /// <summary>Writes the page of the whole program.</summary>
    public static void WriteProgram(IReadOnlyList<Command> commands, TextWriter output)
    {
        var roff = Begin("lungseg", "look into, check and convert the lung cancer segmentation data set", output);
        roff.Section("Synopsis");
        roff.Text("lungseg COMMAND [OPTIONS] [INPUT...]");
        roff.Section("Description");
        foreach (var (text, index) in ManualText.Program.Select((text, index) => (text, index)))
        {
            if (index > 0)
            {
                roff.Paragraph();
            }
            roff.Text(text);
        }

        roff.Section("Commands");
        foreach (var command in commands)
        {
            roff.Tagged(RoffWriter.Bold(command.Name), new CommandText(command).Summary + ".");
        }
        roff.Section("Options");
        roff.Tagged(Tag(["-h", "--help"], string.Empty), "Show help");
        roff.Tagged(Tag(["--version"], string.Empty), "Show version and commit");
        End(roff, null, commands);
    }

    /// <summary>Writes the page of a command.</summary>
    public static void Write(Command command, IReadOnlyList<Command> commands, TextWriter output)
    {
        var text = new CommandText(command);
        var roff = Begin($"lungseg-{command.Name}", text.Summary, output);
        roff.Section("Synopsis");
        roff.Text(text.Usage);
        roff.Section("Description");
        foreach (var (paragraph, index) in text.Prose.Select((paragraph, index) => (paragraph, index)))
        {
            if (index > 0)
            {
                roff.Paragraph();
            }
            roff.Text(paragraph);
        }

        foreach (var (heading, lines) in text.Blocks)
        {
            roff.Section(heading);
            roff.Literal(lines);
        }

        roff.Section("Options");
        foreach (var (name, meaning) in text.Arguments)
        {
            roff.Tagged(RoffWriter.Italic(name), meaning);
        }
        foreach (var group in OptionGroups.Of(command))
        {
            roff.Subsection(group.Heading);
            foreach (var option in group.Options)
            {
                roff.Tagged(Tag(option.Names, option.Value), option.Text);
            }
        }
        End(roff, command, commands);
    }

    private static RoffWriter Begin(string name, string summary, TextWriter output)
    {
        var roff = new RoffWriter(output);
        roff.Title(name, Date, $"lungseg {ToolVersion.Text}");
        roff.Section("Name");
        roff.Text($"{name} - {summary}");
        return roff;
    }

    private static void End(RoffWriter roff, Command? command, IReadOnlyList<Command> commands)
    {
        foreach (
            var (heading, entries) in new[]
            {
                ("Exit status", ManualTables.ExitCodes),
                ("Environment", ManualTables.Variables),
                ("Files", ManualTables.Files),
            }
        )
        {
            var ours = ManualEntry.For(command, entries).ToArray();
            if (ours.Length == 0)
            {
                continue;
            }
            roff.Section(heading);
            foreach (var entry in ours)
            {
                roff.Tagged(RoffWriter.Bold(entry.Name), entry.Text);
            }
        }

        roff.Section("See also");
        roff.Text(
            string.Join(
                ", ",
                commands
                    .Where(other => other.Name != command?.Name)
                    .Select(other => $"lungseg-{other.Name}(1)")
                    .Prepend("lungseg(1)")
                    .Skip(command is null ? 1 : 0)
            )
        );
    }

    private static string Tag(IReadOnlyList<string> names, string value) =>
        string.Join(", ", names.Select(RoffWriter.Bold)) + (value.Length == 0 ? string.Empty : $" {RoffWriter.Italic(value)}");
}
