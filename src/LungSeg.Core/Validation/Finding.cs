using System.IO.Hashing;
using System.Text;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>One fault that a rule found.</summary>
public sealed record Finding
{
    /// <summary>The rule.</summary>
    public required RuleInfo Rule { get; init; }

    /// <summary>Severity, with the settings applied.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Path of the input as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>First part of the names of the input's rows.</summary>
    public required string Stem { get; init; }

    /// <summary>Index of the row in its input; null where the finding is about the whole input.</summary>
    public long? RowIndex { get; init; }

    /// <summary>Column; null where the finding is about the whole row.</summary>
    public string? Column { get; init; }

    /// <summary>Description of the fault, with figures.</summary>
    public required string Message { get; init; }

    /// <summary>Byte offset of the fault in the input; null where it is unknown.</summary>
    public long? Offset { get; init; }

    /// <summary>Distinguishes findings of one rule at one place, for example by the other row of a pair.</summary>
    public string? Key { get; init; }

    /// <summary>Name of the row, for example <c>lung_cancer_train:17</c>; null where the finding is about the whole input.</summary>
    public string? Row => RowIndex is { } index ? $"{Stem}:{index}" : null;

    /// <summary>The figure that the rule judged; null where it judges none.</summary>
    public double? Figure { get; init; }

    /// <summary>The limit that <see cref="Figure"/> was compared with; null where there is none.</summary>
    public double? Limit { get; init; }

    /// <summary>How far <see cref="Figure"/> lies beyond its limit, the worse the more; 0 where the rule judges no figure.</summary>
    internal double Excess => Figure is { } figure ? Math.Abs(figure - (Limit ?? 0)) : 0;

    /// <summary>Position of the input among all that were given.</summary>
    internal int InputNumber { get; init; }

    /// <summary>The row; null where the finding is about a whole input.</summary>
    /// <param name="dataset">The data set that was validated.</param>
    internal DatasetRow? FindRow(Dataset dataset) => RowIndex is { } index ? new DatasetRow(dataset.Inputs[InputNumber], index) : null;

    /// <summary>
    /// Identifies the finding in several runs: a hash of rule, place and key, 32 hexadecimal digits. It does not depend on the message, on
    /// figures or on the folder.
    /// </summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', Rule.Id, Row ?? Stem, Column, Key))));
}
