namespace LungSeg.Core.Comparison.Integrity;

/// <summary>What became of a file since its manifest was made.</summary>
public enum FileState
{
    /// <summary>The bytes are those that the manifest states.</summary>
    Whole,

    /// <summary>The file exists, and the manifest has no digest to compare it with; or it cannot be read, or changed meanwhile.</summary>
    Unknown,

    /// <summary>The bytes are other ones.</summary>
    Changed,

    /// <summary>The manifest does not name the file.</summary>
    Added,

    /// <summary>The file ends too early.</summary>
    Cut,

    /// <summary>The file does not exist.</summary>
    Missing,
}

/// <summary>Names of states in documents.</summary>
public static class FileStates
{
    /// <summary>For example <c>whole</c>.</summary>
    public static string GetName(FileState state) =>
        state switch
        {
            FileState.Whole => "whole",
            FileState.Changed => "changed",
            FileState.Added => "added",
            FileState.Cut => "cut",
            FileState.Missing => "missing",
            _ => "unknown",
        };
}
