namespace LungSeg.Cli;

/// <summary>Refuses names of outputs that say another kind of file than the one that is written.</summary>
internal static class OutputKind
{
    // A file under such a name would be opened by the wrong program.
    private static readonly string[] Known =
    [
        ".bmp",
        ".csv",
        ".docx",
        ".gif",
        ".html",
        ".jpeg",
        ".jpg",
        ".json",
        ".md",
        ".odt",
        ".pdf",
        ".png",
        ".svg",
        ".tif",
        ".tiff",
        ".txt",
        ".webp",
        ".xlsx",
    ];

    /// <summary>The name of a page.</summary>
    /// <exception cref="UsageException">It is that of another document, or of a picture.</exception>
    public static string? RequirePage(string? path) => Require(path, "--report", "a page of HTML", ".html");

    /// <summary>The name of a picture.</summary>
    /// <exception cref="UsageException">It is that of a picture in another format, or of a document.</exception>
    public static string? RequirePicture(string? path) => Require(path, "-o", "a PNG picture", ".png");

    private static string? Require(string? path, string option, string what, string suffix) =>
        path is not null && Array.Exists(Known, other => other != suffix && path.EndsWith(other, StringComparison.OrdinalIgnoreCase))
            ? throw new UsageException($"{option} writes {what} here: give a name that ends in {suffix}, not {path}")
            : path;
}
