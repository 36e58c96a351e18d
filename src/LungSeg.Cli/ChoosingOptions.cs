using System.CommandLine;
using LungSeg.Core.Bytes;
using LungSeg.Core.Selection;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Cli;

/// <summary>Options that choose rows by what rules find in them, by their figures and by marks.</summary>
internal sealed class ChoosingOptions
{
    private Option<string?> With { get; } =
        new("--with") { Description = "Only rows that one of these rules names: lesion-lost,LS031, or a severity", HelpName = "RULES" };

    private Option<string?> Without { get; } =
        new("--without") { Description = "Only rows that none of these rules names: lesion-lost,LS031, or a severity", HelpName = "RULES" };

    /// <summary>A condition on figures.</summary>
    public Option<string?> Where { get; } =
        new("--where") { Description = "Only rows with such figures: \"lesion_px>0 and stored==ok\"", HelpName = "EXPR" };

    private Option<string[]> WithoutMarks { get; } =
        new("--without-marks")
        {
            Description = "Leave out rows marked in this file (CSV: row,mark,note): reject, or those of FILE:reject,mask",
            HelpName = "FILE[:MARKS]",
        };

    /// <summary>Whether no chosen row is an answer like any other.</summary>
    public Option<bool> AllowEmpty { get; } = new("--allow-empty") { Description = "Exit 0 where no row is chosen, not 2" };

    /// <summary>The options.</summary>
    public Option[] All => [With, Without, Where, WithoutMarks, AllowEmpty];

    /// <summary>Whether rules choose rows.</summary>
    public bool AreRulesGiven(ParseResult parse) => (parse.GetValue(With) ?? parse.GetValue(Without)) is not null;

    /// <summary>Condition on figures; null without one.</summary>
    /// <exception cref="InvalidRequestException">It is no condition.</exception>
    public RowFilter? BuildFilter(ParseResult parse) => parse.GetValue(Where) is { } condition ? RowFilter.Parse(condition) : null;

    /// <summary>The criteria.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="rules">Severities and limits that are in force.</param>
    /// <exception cref="UsageException">A file of marks is missing.</exception>
    /// <exception cref="InvalidRequestException">A rule, a mark or the condition is not known.</exception>
    public RowCriteria Build(ParseResult parse, ValidationOptions rules) =>
        new()
        {
            With = ParseRules(parse.GetValue(With), RequestParameter.WithRules),
            Without = ParseRules(parse.GetValue(Without), RequestParameter.WithoutRules),
            Where = BuildFilter(parse),
            WithoutMarks = [.. (parse.GetValue(WithoutMarks) ?? []).Select(ReadMarks)],
            Rules = rules,
        };

    private static RuleQuery? ParseRules(string? text, RequestParameter parameter) =>
        text is null ? null : RuleQuery.Parse(SplitList(text), parameter);

    /// <summary>Splits FILE:MARKS; the marks are null where the text is a path alone.</summary>
    /// <remarks>A path may hold colons: what stands behind the last one are marks where it holds letters and commas alone.</remarks>
    internal static (string Path, string? Marks) SplitMarks(string text) =>
        text.LastIndexOf(':') is >= 0 and var colon && text[(colon + 1)..].All(c => char.IsAsciiLetter(c) || c is ',' or ' ')
            ? (text[..colon], text[(colon + 1)..])
            : (text, null);

    private static RowMarks ReadMarks(string text)
    {
        var (path, given) = SplitMarks(text);
        string[] marks = given is null ? [RowMarks.Reject] : SplitList(given);
        if (marks.Length == 0)
        {
            throw new UsageException($"--without-marks {text} names no mark; write {path}:reject,mask");
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"--without-marks {path} is a folder, expected a CSV file with row,mark,note");
        }

        try
        {
            return RowMarks.Read(path, marks);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--without-marks {path}: file not found");
        }
    }

    private static string[] SplitList(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
