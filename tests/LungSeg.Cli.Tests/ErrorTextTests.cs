using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using LungSeg.Cli.Commands;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The library names parameters, and the command line alone names options.</summary>
public sealed partial class ErrorTextTests
{
    private static readonly HashSet<string> Options =
    [
        .. CommandCatalog.ListShown().SelectMany(command => command.Options).Select(option => option.Name),
    ];

    /// <summary>Where texts of Core are advice to type, help or a README, and no message of an exception.</summary>
    private static readonly string[] Advice =
    [
        "LungSeg.Core.Validation.Rules.",
        "LungSeg.Core.Validation.RulesDocument",
        "LungSeg.Core.Reporting.",
        "LungSeg.Core.Conversion.Dicom.DicomSegExport..cctor",
        "LungSeg.Core.Conversion.Pictures.HfExport.GetBody",
        "LungSeg.Core.Conversion.Pictures.TiffExport..cctor",
    ];

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    [Fact]
    public void Core_NamesNoOption()
    {
        var found = Literals(typeof(InvalidRequestException).Assembly)
            .Where(literal => !Advice.Any(place => literal.Place.StartsWith(place, StringComparison.Ordinal)))
            .Where(literal => OptionName().Matches(literal.Text).Any(match => Options.Contains(match.Value)))
            .Select(literal => $"{literal.Place}: {literal.Text}");
        Assert.Empty(found);
    }

    [Fact]
    public void Literals_OfThisProgram_AreFound() =>
        Assert.Contains(Literals(typeof(ErrorText).Assembly), literal => literal.Text.Contains("--column NAME", StringComparison.Ordinal));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("'Patient ID'", "Patient ID")]
    [InlineData(@"'it'\''s'", "it's")]
    [InlineData("NAME", null)]
    public void Quote_Value_IsOneWordForAShell(string quoted, string? value) => Assert.Equal(quoted, ErrorText.Quote(value));

    [Fact]
    public void GetOption_EveryParameter_IsAnOptionOfACommand()
    {
        Assert.Null(ErrorText.GetOption(RequestParameter.ValidationLimit));
        Assert.Null(ErrorText.GetOption(RequestParameter.Inputs));
        Assert.All(
            Enum.GetValues<RequestParameter>().Except([RequestParameter.ValidationLimit, RequestParameter.Inputs]),
            parameter => Assert.Contains(ErrorText.GetOption(parameter)!, Options)
        );
    }

    [Theory]
    [InlineData(RequestParameter.Size, null, null, "--size: why")]
    [InlineData(RequestParameter.Rows, null, null, "why")]
    [InlineData(RequestParameter.Split, RequestParameter.Rows, null, "--split: why; use --rows ITEMS to leave rows out")]
    [InlineData(RequestParameter.ValidationLimit, RequestParameter.DType, "float32", "why; use --dtype float32")]
    public void Describe_Request_NamesTheOptions(RequestParameter parameter, RequestParameter? hint, string? value, string expected)
    {
        var error = new InvalidRequestException(parameter, "why", hint is { } named ? new RequestHint(named, value) : null);
        Assert.Equal(expected, ErrorText.Describe(error));
    }

    [Fact]
    public void Describe_OutputThatExists_SaysWhatToType() =>
        Assert.Equal(
            "a.npz exists and may not be replaced; choose another name or use --force",
            ErrorText.Describe(new OutputExistsException("a.npz"))
        );

    /// <summary>String literals of an assembly, each with the type and method that loads it.</summary>
    private static IEnumerable<(string Place, string Text)> Literals(Assembly assembly)
    {
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            {
                foreach (var token in StringTokens(method.GetMethodBody()?.GetILAsByteArray() ?? []))
                {
                    yield return ($"{type.FullName}.{method.Name}", assembly.ManifestModule.ResolveString(token));
                }
            }
        }
    }

    /// <summary>Operands of ldstr (ECMA-335 III.1.9).</summary>
    private static IEnumerable<int> StringTokens(byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var isLong = code[at] == 0xfe;
            var opcode = OpCodes[isLong ? (short)(0xfe00 | code[at + 1]) : code[at]];
            at += opcode.Size;
            if (opcode.Value == System.Reflection.Emit.OpCodes.Ldstr.Value)
            {
                yield return BitConverter.ToInt32(code, at);
            }
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    [GeneratedRegex("--[a-z][a-z-]*[a-z]")]
    private static partial Regex OptionName();
}
