using System.Text;

namespace LungSeg.Cli.Browse;

/// <summary>The files of the page, which are embedded in the program.</summary>
internal static class PageFiles
{
    public const string Index = "index.html";
    public const string Style = "style.css";
    public const string Icon = "icon.svg";

    /// <summary>Prefix of the names of embedded files.</summary>
    private const string Folder = "browse/";

    /// <summary>The modules in the order in which a single script holds them: each after those that it imports.</summary>
    private static readonly string[] Modules =
    [
        "elements.js",
        "source.js",
        "rows.js",
        "pixels.js",
        "viewer.js",
        "filters.js",
        "grid.js",
        "facts.js",
        "slice.js",
        "main.js",
    ];

    /// <summary>All files by their names.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } =
        new[] { Index, Style, Icon }.Concat(Modules).ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <summary>
    /// The modules as one classic script, for pages that are opened from files, where browsers refuse modules: imports are left out, since
    /// all names stand in one scope.
    /// </summary>
    public static string JoinModules()
    {
        var script = new StringBuilder("'use strict';\n(() => {\n");
        foreach (var line in Modules.SelectMany(name => Encoding.UTF8.GetString(All[name]).Split('\n')))
        {
            if (!line.StartsWith("import ", StringComparison.Ordinal))
            {
                script.Append(line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line).Append('\n');
            }
        }

        return script.Append("})();\n").ToString();
    }

    /// <summary>Media type of a file.</summary>
    public static string GetContentType(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        };

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(Folder + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
