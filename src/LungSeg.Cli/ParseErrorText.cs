using System.CommandLine.Parsing;

namespace LungSeg.Cli;

/// <summary>Rewrites errors of the parser, whose own texts name .NET types where a value is invalid.</summary>
internal static class ParseErrorText
{
    public static string Describe(ParseError error)
    {
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
