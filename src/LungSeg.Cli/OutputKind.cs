namespace LungSeg.Cli;

/// <summary>Refuses names of outputs that say another kind of file than the one that is written.</summary>
internal static class OutputKind
{
    private static readonly string[] Pictures = [".bmp", ".gif", ".jpeg", ".jpg", ".svg", ".tif", ".tiff", ".webp"];
    private static readonly string[] Documents = [".csv", ".docx", ".json", ".md", ".odt", ".pdf", ".txt", ".xlsx"];

    /// <summary>The name of a page.</summary>
    /// <exception cref="UsageException">It is that of another document, or of a picture.</exception>
    public static string? RequirePage(string? path) =>
        Require(path, "--report", "a page of HTML", ".html", [.. Documents, ".png", .. Pictures]);

    /// <summary>The name of a picture.</summary>
    /// <exception cref="UsageException">It is that of a picture in another format, or of a document.</exception>
    public static string? RequirePicture(string? path) =>
        Require(path, "-o", "a PNG picture", ".png", [.. Pictures, ".html", .. Documents]);

    private static string? Require(string? path, string option, string what, string suffix, string[] others) =>
        Array.Exists(others, other => path?.EndsWith(other, StringComparison.OrdinalIgnoreCase) ?? false)
            ? throw new UsageException($"{option} writes {what} here: give a name that ends in {suffix}, not {path}")
            : path;
}
