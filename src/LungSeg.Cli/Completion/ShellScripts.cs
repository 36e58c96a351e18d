namespace LungSeg.Cli.Completion;

/// <summary>The scripts that make shells ask <c>lungseg complete</c>, embedded as they are.</summary>
internal static class ShellScripts
{
    /// <summary>The shells that there is a script for.</summary>
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
