using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>One input to check, opened or refused.</summary>
internal sealed class InputCase
{
    private readonly int _number;

    public InputCase(DatasetInput input, int number) =>
        (Input, _number, Path, Stem, Fault, Fell, FellAt) = (
            input,
            number,
            input.Path,
            input.Stem,
            input.Damage?.Fault,
            input.Damage?.Detail,
            input.Damage?.Offset
        );

    public InputCase(RefusedInput refused, int number) =>
        (_number, Path, Stem, Fault, Fell, FellAt) = (number, refused.Path, refused.Stem, refused.Fault, refused.Message, refused.Offset);

    /// <summary>The input; null where it could not be opened.</summary>
    public DatasetInput? Input { get; }

    public string Path { get; }

    public string Stem { get; }

    /// <summary>Fault of its content; null where the content is valid, or the file is missing or may not be read.</summary>
    public Fault? Fault { get; }

    /// <summary>Why the input could not be read to its end; null where it could.</summary>
    public string? Fell { get; }

    /// <summary>Byte at which reading ended.</summary>
    public long? FellAt { get; }

    public Finding Report(RuleInfo rule, string message) =>
        new()
        {
            Rule = rule,
            Severity = rule.Severity,
            Path = Path,
            Stem = Stem,
            InputNumber = _number,
            Message = message,
        };
}
