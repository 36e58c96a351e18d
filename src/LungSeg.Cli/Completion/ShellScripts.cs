namespace LungSeg.Cli.Completion;

/// <summary>The embedded scripts that make shells call <c>lungseg complete</c>.</summary>
internal static class ShellScripts
{
    /// <summary>The shells that have a script.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for a shell; null for an unknown one.</summary>
    public static string? Find(string shell)
    {
        if (!Shells.Contains(shell))
        {
            return null;
        }
        using var reader = new StreamReader(typeof(ShellScripts).Assembly.GetManifestResourceStream($"lungseg.{shell}")!);
        return reader.ReadToEnd();
    }
}
