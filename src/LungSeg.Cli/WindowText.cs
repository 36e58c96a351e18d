using LungSeg.Core.Imaging;

namespace LungSeg.Cli;

/// <summary>Text of a window.</summary>
internal static class WindowText
{
    /// <summary>The window of <c>--window</c>; null where it is not given.</summary>
    /// <exception cref="UsageException">It is no window.</exception>
    public static HuWindow? ParseIfGiven(string? text) => text is null ? null : Parse(text);

    /// <summary>The window of <c>--window</c>.</summary>
    /// <exception cref="UsageException">It is no window.</exception>
    public static HuWindow Parse(string text) =>
        HuWindow.TryParse(text, out var window)
            ? window
            : throw new UsageException($"--window is '{text}', expected lung, mediastinum, bone or LO..HI");
}
