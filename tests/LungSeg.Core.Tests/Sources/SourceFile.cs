using System.Text.RegularExpressions;

namespace LungSeg.Core.Tests.Sources;

/// <summary>One source file of a project.</summary>
internal sealed partial class SourceFile
{
    /// <param name="path">From the root of the repository on, with slashes: <c>src/PROJECT/FOLDER/NAME.cs</c>.</param>
    /// <param name="text">What it holds.</param>
    public SourceFile(string path, string text)
    {
        Path = path;
        var parts = path.Split('/');
        Project = parts[1];
        Name = parts[^1];
        Folders = parts[2..^1];
        Widths = [.. text.Split('\n').Select(line => line.Length)];
        Code = CodeText.From(text);
        Usings = [.. UsingLine().Matches(Code).Select(match => match.Groups["name"].Value)];
        Types = [.. TypeDeclaration().Matches(Code).Select(match => match.Groups["name"].Value)];
        Namespace = NamespaceLine().Match(Code) is { Success: true } match ? match.Groups["name"].Value : null;
    }

    public string Path { get; }

    public string Project { get; }

    public string Name { get; }

    /// <summary>Folders below the project.</summary>
    public string[] Folders { get; }

    public string Folder => Folders.FirstOrDefault(string.Empty);

    /// <summary>Columns of each line.</summary>
    public int[] Widths { get; }

    /// <summary>Lines; the last ends as all others do.</summary>
    public int Lines => Widths.Length - 1;

    /// <summary>Text without comments and texts.</summary>
    public string Code { get; }

    public string[] Usings { get; }

    /// <summary>Names of the types that it declares.</summary>
    public string[] Types { get; }

    public string? Namespace { get; }

    public string ExpectedNamespace => string.Join('.', [Project, .. Folders]);

    [GeneratedRegex(@"^\s*using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"\b(?:(?:class|struct|interface|enum|record)\s+(?:class\s+|struct\s+)?|delegate\s+[^;(]*\s)(?<name>[A-Z]\w*)(?=[\s<({;:])"
    )]
    private static partial Regex TypeDeclaration();
}
