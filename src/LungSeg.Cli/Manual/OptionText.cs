using System.CommandLine;
using System.Globalization;

namespace LungSeg.Cli.Manual;

/// <summary>What is said about an option.</summary>
/// <param name="Name">Its long name.</param>
/// <param name="Short">Its short name; empty for none.</param>
/// <param name="Value">Name of its value; empty for none.</param>
/// <param name="Text">What it does, and its default.</param>
internal sealed record OptionText(string Name, string Short, string Value, string Text)
{
    /// <summary>The names, the short one first.</summary>
    public IReadOnlyList<string> Names => Short.Length > 0 ? [Short, Name] : [Name];

    /// <summary>The options of a command that are not hidden, in its order, and <c>--help</c>.</summary>
    public static IEnumerable<OptionText> Of(Command command) =>
        [
            .. command
                .Options.Where(option => !option.Hidden)
                .Select(option => new OptionText(
                    option.Name,
                    option.Aliases.FirstOrDefault(alias => !alias.StartsWith("--", StringComparison.Ordinal)) ?? string.Empty,
                    option.HelpName ?? string.Empty,
                    Describe(option)
                )),
            new OptionText("--help", "-h", string.Empty, "Show this help"),
        ];

    private static string Describe(Option option)
    {
        var text = option.Description ?? string.Empty;
        if (option.Required)
        {
            text += "; required";
        }
        return option.HasDefaultValue && option.ValueType != typeof(bool)
            ? string.Create(CultureInfo.InvariantCulture, $"{text} (default: {option.GetDefaultValue()})")
            : text;
    }
}
