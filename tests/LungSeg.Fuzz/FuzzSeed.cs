namespace LungSeg.Fuzz;

/// <summary>An input that is whole: one file, or the files of a folder.</summary>
/// <param name="Name">Where it came from.</param>
/// <param name="Files">Path below the input and content of each file; one with an empty path is the input itself.</param>
internal sealed record FuzzSeed(string Name, IReadOnlyList<(string Path, byte[] Content)> Files)
{
    /// <summary>Whether this is a folder.</summary>
    public bool IsFolder => Files[0].Path.Length > 0;

    /// <summary>Bytes of all files.</summary>
    public long Length => Files.Sum(file => (long)file.Content.Length);

    /// <summary>A file as a seed.</summary>
    public static FuzzSeed OfFile(string path) => new(Path.GetFileName(path), [(string.Empty, File.ReadAllBytes(path))]);

    /// <summary>A text as a seed.</summary>
    public static FuzzSeed OfText(string name, string text) => new(name, [(string.Empty, System.Text.Encoding.UTF8.GetBytes(text))]);

    /// <summary>A folder as a seed.</summary>
    public static FuzzSeed OfFolder(string path) =>
        new(
            Path.GetFileName(path),
            [
                .. Directory
                    .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(file => (Path.GetRelativePath(path, file), File.ReadAllBytes(file))),
            ]
        );

    /// <summary>Writes the input at a path that holds no other.</summary>
    public void WriteTo(string path)
    {
        foreach (var (below, content) in Files)
        {
            var file = below.Length == 0 ? path : Path.Combine(path, below);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }
}
