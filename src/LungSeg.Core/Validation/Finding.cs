using System.IO.Hashing;
using System.Text;

namespace LungSeg.Core.Validation;

/// <summary>One thing that a rule found.</summary>
public sealed record Finding
{
    /// <summary>The rule.</summary>
    public required RuleInfo Rule { get; init; }

    /// <summary>Its severity here, after the settings.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Path of the input as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>First part of the names of the input's rows.</summary>
    public required string Stem { get; init; }

    /// <summary>Position of the row in its input, from 0; null where the input as a whole is meant.</summary>
    public long? RowIndex { get; init; }

    /// <summary>Column; null where the whole row is meant.</summary>
    public string? Column { get; init; }

    /// <summary>What was found, in words, with figures.</summary>
    public required string Message { get; init; }

    /// <summary>Byte in the input where it lies; null where the place is unknown.</summary>
    public long? Offset { get; init; }

    /// <summary>What tells it from other findings of the rule at the same place, for example the other row of a pair.</summary>
    public string? Key { get; init; }

    /// <summary>Name of the row, for example <c>lung_cancer_train:17</c>; null where the input as a whole is meant.</summary>
    public string? Row => RowIndex is { } index ? $"{Stem}:{index}" : null;

    /// <summary>Position of the input among all that were given.</summary>
    internal int InputNumber { get; init; }

    /// <summary>
    /// Identity over several runs: rule, place and key, 32 hexadecimal digits. Messages and figures do not change it, nor does the folder.
    /// </summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', Rule.Id, Row ?? Stem, Column, Key))));
}
