using LungSeg.Cli.Commands;
using LungSeg.Cli.Output;
using LungSeg.Cli.Output.Tables;

namespace LungSeg.Cli.Manual;

/// <summary>Writes help: one screen for the program, one page for a command.</summary>
internal sealed class HelpPage
{
    // Longer lines are hard to read.
    private const int MaxWidth = 100;
    private const int NarrowWidth = 60;
    private const string Indent = "  ";
    private readonly Terminal _terminal;
    private readonly int _width;

    private HelpPage(Terminal terminal)
    {
        _terminal = terminal;
        _width = Math.Clamp(terminal.Width, TextPage.MinWidth, MaxWidth);
    }

    /// <summary>Writes the help of the program.</summary>
    public static void WriteProgram(Terminal terminal)
    {
        var page = new HelpPage(terminal);
        page.Paragraph("Look into, check and convert the lung cancer segmentation data set with Lung-RADS class.");
        page.Paragraph("Not for clinical use. The data (4.4 GB): https://doi.org/10.17632/5rr22hgzwr.1");
        page.Heading("Usage");
        page.Line("lungseg COMMAND [OPTIONS] INPUT...");
        var width = CommandCatalog.Shown.Max(command => command.Name.Length);
        foreach (var group in CommandCatalog.Shown.GroupBy(command => command.Group))
        {
            page.Heading(group.Key);
            foreach (var command in group)
            {
                page.Entry(command.Name, command.Summary, width);
            }
        }

        page.Heading("Start with");
        page.Line("lungseg demo -o demo.pkl.gz");
        page.Line("lungseg inspect demo.pkl.gz");
        page._terminal.Out.WriteLine();
        page.Paragraph("'lungseg COMMAND --help' has examples and options, 'lungseg man COMMAND | man -l -' the manual.");
    }

    /// <summary>Writes the help of a command.</summary>
    public static void Write(CliCommand command, Terminal terminal)
    {
        var page = new HelpPage(terminal);
        var text = new CommandText(command);
        foreach (var line in text.Prose)
        {
            page.Paragraph(line);
        }

        page.Heading("Usage");
        page.Line(text.Usage);
        foreach (var (heading, lines) in text.Blocks)
        {
            page.Heading(heading);
            if (heading == CommandText.Examples)
            {
                page.Commands(lines);
            }
            else
            {
                page.List(lines);
            }
        }

        var groups = OptionGroups.Of(command).ToArray();
        var names = groups.SelectMany(group => group.Options).Select(Names).Concat(text.Arguments.Select(argument => argument.Name));
        var width = page._width < NarrowWidth ? 0 : names.Select(name => name.Length).Where(length => length <= page._width / 3).Max();
        if (groups[0].Heading != OptionGroups.Input && text.Arguments.Any())
        {
            page.Heading(OptionGroups.Input);
            page.Arguments(text, width);
        }

        foreach (var group in groups)
        {
            page.Heading(group.Heading);
            if (group.Heading == OptionGroups.Input)
            {
                page.Arguments(text, width);
            }

            foreach (var option in group.Options)
            {
                page.Entry(Names(option), option.Text, width);
            }
        }
    }

    private static string Names(OptionText option) =>
        (option.Short.Length > 0 ? $"{option.Short}, " : "    ")
        + option.Name
        + (option.Value.Length > 0 ? $" {option.Value}" : string.Empty);

    private void Arguments(CommandText text, int width)
    {
        foreach (var (name, meaning) in text.Arguments)
        {
            Entry(name, meaning, width);
        }
    }

    private void Heading(string heading)
    {
        _terminal.Out.WriteLine();
        _terminal.Out.WriteLine(AnsiText.Style($"{heading}:", TextStyle.Bold, _terminal.Color));
    }

    private void Paragraph(string text)
    {
        foreach (var line in TextWrap.Break(text, _width))
        {
            _terminal.Out.WriteLine(line);
        }
    }

    private void Commands(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    /// <summary>Lines of a word and what it means, as a table.</summary>
    private void List(IReadOnlyList<string> lines)
    {
        var entries = lines.Select(line => line.Split(' ', 2)).ToArray();
        foreach (var entry in entries)
        {
            Entry(entry[0], entry[^1].TrimStart(), entries.Max(other => other[0].Length));
        }
    }

    /// <summary>A command, wrapped as a shell reads it.</summary>
    private void Line(string command)
    {
        const string Continued = " \\";
        var lines = TextWrap.Break(command, _width - Indent.Length - Continued.Length, Indent.Length);
        if (Indent.Length + command.Length <= _width)
        {
            lines = [command];
        }

        for (var i = 0; i < lines.Count; i++)
        {
            _terminal.Out.WriteLine(Indent + lines[i] + (i < lines.Count - 1 ? Continued : string.Empty));
        }
    }

    /// <summary>A name and what it means; a name that is longer than the column has a line of its own.</summary>
    private void Entry(string name, string text, int width)
    {
        var column = Indent.Length + (width == 0 ? 2 * Indent.Length : width + Indent.Length);
        var isAlone = width == 0 || name.Length > width;
        if (isAlone)
        {
            foreach (var line in TextWrap.Break(Indent + name, _width, column))
            {
                _terminal.Out.WriteLine(line);
            }
        }

        var lines = TextWrap.Break(text, _width - column);
        for (var i = 0; i < lines.Count; i++)
        {
            var start = i == 0 && !isAlone ? Indent + name : string.Empty;
            _terminal.Out.WriteLine(start.PadRight(column) + lines[i]);
        }
    }
}
