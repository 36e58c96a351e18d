using LungSeg.Core.Bytes;

namespace LungSeg.Core.Validation.Rules;

/// <summary>An input or a row of it cannot be read.</summary>
internal sealed class UnreadableInputRule : IInputRule, IRowRule
{
    /// <summary>The rule's id and name, also used for rows that fail when they are read.</summary>
    public static RuleInfo Rule { get; } =
        new()
        {
            Id = "LS001",
            Name = "unreadable-input",
            Severity = Severity.Error,
            Summary = "the input, or a row of it, cannot be read",
            Why = "A file that is cut or damaged loses rows without a word in tools that skip what they cannot read.",
            Remedy = "Download or copy the file again and compare its size and checksum with those of the source.",
            Command = "lungseg inspect INPUT",
        };

    public RuleInfo Info => Rule;

    /// <summary>Reads all arrays that rules use; the run reports the exception of an array that cannot be read.</summary>
    public IEnumerable<Finding> Check(RowCase row)
    {
        foreach (var (_, array) in row.HuArrays)
        {
            _ = row.Analysis.Read(array);
        }
        if (row.StoredMask is { } mask)
        {
            _ = row.Analysis.Read(mask);
        }
        return [];
    }

    public IEnumerable<Finding> Check(InputCase input)
    {
        if (input.Fell is { } reason && input.Fault != Fault.Unsafe)
        {
            yield return input.Report(Info, reason) with
            {
                Offset = input.FellAt,
            };
        }
    }
}
