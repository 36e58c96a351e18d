using System.Text.RegularExpressions;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Docs;

/// <summary>What the documents for contributors name exists.</summary>
public sealed partial class DocumentPathTests
{
    private static readonly string Root = Repository.Root;

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("contributing.md")]
    public void Document_NamesPathsThatExist(string document)
    {
        var paths = PathName().Matches(Read(document)).Select(match => match.Value.TrimEnd('.')).Distinct().ToArray();
        Assert.True(paths.Length > 20, $"{paths.Length} paths in docs/{document}");
        var missing = paths.Where(path => !Path.Exists(Path.Combine(Root, path))).ToArray();
        Assert.True(missing.Length == 0, $"not found: {string.Join(", ", missing)}");
    }

    // A file that is named without its folder would not be looked for.
    [Theory]
    [InlineData("architecture.md")]
    [InlineData("contributing.md")]
    public void Document_NamesFilesWithTheirFolders(string document) =>
        Assert.Empty(FileName().Matches(Read(document)).Select(match => match.Groups["name"].Value));

    [Fact]
    public void Architecture_NamesAllFoldersOfCore()
    {
        var text = Read("architecture.md");
        var folders = Directory
            .EnumerateDirectories(Path.Combine(Root, "src", "LungSeg.Core"))
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("obj" or "bin"));
        Assert.DoesNotContain(folders, folder => !text.Contains($"`{folder}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Index_LeadsToAllDocuments()
    {
        var index = Read("README.md");
        var documents = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(path => Path.GetFileName(path));
        Assert.DoesNotContain(documents, name => name != "README.md" && !index.Contains($"({name})", StringComparison.Ordinal));
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Root, "docs", document));

    [GeneratedRegex(@"(?<![\w/.-])(src|tests|docs|samples|\.ci|\.config)(/[\w.-]+)+")]
    private static partial Regex PathName();

    [GeneratedRegex(@"`(?<name>\w+\.(cs|py))`")]
    private static partial Regex FileName();
}
