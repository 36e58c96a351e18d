using System.CommandLine;

namespace LungSeg.Cli;

/// <summary>Lets a command list options that belong together as one.</summary>
internal static class CommandOptions
{
    /// <summary>Adds options in their order.</summary>
    public static void Add(this Command command, IReadOnlyList<Option> options)
    {
        foreach (var option in options)
            command.Add(option);
    }
}
