using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Rewrites errors of the parser, whose own texts name .NET types where a value is invalid.</summary>
internal static class ParseErrorText
{
    public static string Describe(ParseError error)
    {
        if (error.SymbolResult is ArgumentResult { Parent: CommandResult command, Tokens.Count: 0 } missing)
        {
            return $"{command.Command.Name} needs {Article(missing.Argument.Name)} {missing.Argument.Name}";
        }

        if (error.SymbolResult is OptionResult { Tokens.Count: 0, IdentifierToken: not null } valueless)
        {
            return $"{valueless.Option.Name} needs a value: {valueless.Option.HelpName}";
        }

        if (error.SymbolResult is OptionResult { IdentifierToken: null, Parent: CommandResult owner, Option: { Required: true } needed })
        {
            return $"{owner.Command.Name} needs {needed.Name} {needed.HelpName}";
        }

        var (name, type) = error.SymbolResult switch
        {
            OptionResult result => (result.Option.Name, result.Option.ValueType),
            ArgumentResult { Parent: OptionResult result } => (result.Option.Name, result.Option.ValueType),
            ArgumentResult result => (result.Argument.Name, result.Argument.ValueType),
            _ => (string.Empty, typeof(string)),
        };
        return
            error.SymbolResult?.Tokens is [.., var token]
            && error.Message.Contains(type.ToString(), StringComparison.Ordinal)
            && Expected(type, token.Value) is { } expected
            ? $"{name} is '{token.Value}', expected {expected}"
            : error.Message;
    }

    private static string Article(string noun) => noun is ['A' or 'E' or 'I' or 'O', ..] ? "an" : "a";

    private static string? Expected(Type type, string text) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var integer when integer == typeof(int) || integer == typeof(long) || integer == typeof(ulong) => text.TrimStart('-')
                is { Length: > 0 } digits
            && digits.All(char.IsAsciiDigit)
                ? "a number within range"
                : "an integer",
            var number when number == typeof(double) => "a number",
            var flag when flag == typeof(bool) => "true or false",
            _ => null,
        };
}
