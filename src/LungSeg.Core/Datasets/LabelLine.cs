namespace LungSeg.Core.Datasets;

/// <summary>One line of a file of labels.</summary>
/// <param name="Number">Which line, from 1, the header counted.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Keys">What names its rows, by <see cref="LabelKey"/>; null where the file does not say.</param>
/// <param name="Label">The label, as it stands.</param>
internal sealed record LabelLine(int Number, long Offset, IReadOnlyList<string?> Keys, string Label)
{
    /// <summary>The key that says most.</summary>
    public LabelKey BestKey => LabelKeys.All.First(key => Keys[(int)key] is not null);

    /// <summary>Whether a row was found for it.</summary>
    public bool IsUsed { get; set; }
}
