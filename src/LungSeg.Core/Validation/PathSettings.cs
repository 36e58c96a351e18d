using System.IO.Enumeration;

namespace LungSeg.Core.Validation;

/// <summary>Settings for inputs of certain paths.</summary>
/// <param name="Pattern">Path or file name, with * for any characters and ? for one.</param>
/// <param name="Settings">What holds there.</param>
public sealed record PathSettings(string Pattern, RuleSettings Settings)
{
    /// <summary>Whether an input is meant: its path as the user gave it or its file name fits.</summary>
    public bool Fits(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var slashed = path.Replace('\\', '/');
        return FileSystemName.MatchesSimpleExpression(Pattern, slashed, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression(Pattern, slashed.AsSpan(slashed.LastIndexOf('/') + 1), ignoreCase: false);
    }
}
