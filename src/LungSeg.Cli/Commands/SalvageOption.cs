using System.CommandLine;
using LungSeg.Core.Formats;

namespace LungSeg.Cli.Commands;

/// <summary>The option <c>--salvage</c>.</summary>
internal static class SalvageOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string?> Create() =>
        new("--salvage")
        {
            Description = "Of a damaged input write its complete rows, or also those of which some columns are complete (pickle); exit 3",
            HelpName = "rows|columns",
        };

    /// <summary>What to do with damaged inputs.</summary>
    /// <exception cref="UsageException">The option has another value.</exception>
    public static Leniency Parse(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) switch
        {
            null => Leniency.Strict,
            "rows" => Leniency.Salvage,
            "columns" => Leniency.SalvageColumns,
            var text => throw new UsageException($"{option.Name} is '{text}', expected rows or columns"),
        };
}
