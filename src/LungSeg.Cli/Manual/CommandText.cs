using System.CommandLine;

namespace LungSeg.Cli.Manual;

/// <summary>The parts of a command's help text, from which the manual is written.</summary>
internal sealed class CommandText(Command command)
{
    /// <summary>Heading of the examples.</summary>
    public const string Examples = "Examples";

    private readonly string[] _parts = (command.Description ?? string.Empty).Split("\n\n");

    /// <summary>The first sentence.</summary>
    public string Summary => Prose[0].TrimEnd('.');

    /// <summary>The paragraphs of the description, without the blocks of <see cref="Blocks"/>.</summary>
    public IReadOnlyList<string> Prose => [.. _parts.Where(part => !IsBlock(part)).SelectMany(part => part.Split('\n'))];

    /// <summary>Each heading of the description with the indented lines below it, such as examples.</summary>
    public IEnumerable<(string Heading, IReadOnlyList<string> Lines)> Blocks =>
        _parts
            .Where(IsBlock)
            .Select(part => part.Split('\n'))
            .Select(lines => (lines[0].TrimEnd(':'), (IReadOnlyList<string>)[.. lines.Skip(1).Select(line => line.TrimStart())]));

    /// <summary>Usage line, for example <c>lungseg stats [OPTIONS] INPUT...</c>.</summary>
    public string Usage =>
        string.Join(
            ' ',
            new[] { $"lungseg {command.Name}", command.Options.Any(option => !option.Hidden) ? "[OPTIONS]" : string.Empty }
                .Concat(command.Arguments.Select(Form))
                .Where(word => word.Length > 0)
        );

    /// <summary>Name and description of each argument.</summary>
    public IEnumerable<(string Name, string Text)> Arguments =>
        command.Arguments.Select(argument => (argument.Name, argument.Description ?? string.Empty));

    private static bool IsBlock(string part) => part.Split('\n') is [[.., ':'], [' ', ..], ..];

    private static string Form(Argument argument)
    {
        var form = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : string.Empty);
        return argument.Arity.MinimumNumberOfValues > 0 ? form : $"[{form}]";
    }
}
