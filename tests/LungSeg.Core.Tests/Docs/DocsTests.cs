using System.Text.RegularExpressions;
using LungSeg.Core.Phantom;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Docs;

/// <summary>Examples in the documents are the code that is compiled and run here.</summary>
public sealed partial class DocsTests
{
    private static readonly string Root = Repository.Root;

    [Theory]
    [InlineData("docs/library.md", "LibraryExample.cs")]
    [InlineData("docs/match.md", "MatchExample.cs")]
    [InlineData("docs/versions.md", "DiffExample.cs")]
    [InlineData("README.md", "LibraryExample.cs")]
    [InlineData("docs/thresholding.md", "ThresholdingExample.cs")]
    [InlineData("src/LungSeg.Thresholding/README.md", "ThresholdingExample.cs", "docs/thresholding.md")]
    public void Example_InDocument_IsTheOneThatCompiles(string document, string source, string? marker = null)
    {
        var code = Code(File.ReadAllText(Path.Combine(Root, "tests", "LungSeg.Core.Tests", "Docs", source)), marker ?? document);
        var shown = File.ReadAllText(Path.Combine(Root, document))
            .Replace("Dataset.Open(\"lung_cancer_train.pkl\")", "Dataset.Open(path)", StringComparison.Ordinal)
            .Replace("Dataset.Open(\"cleaned.pkl\")", "Dataset.Open(otherPath)", StringComparison.Ordinal)
            .Replace("SliceIndex.Read(\"lidc.parquet\")", "SliceIndex.Read(indexPath)", StringComparison.Ordinal)
            .Replace("Console.WriteLine", "output.WriteLine", StringComparison.Ordinal);
        Assert.True(shown.Contains(code, StringComparison.Ordinal), $"{document} does not hold this code:\n{code}");
    }

    [Fact]
    public void LibraryExample_OnTheSample_PrintsARowALine()
    {
        using var output = new StringWriter { NewLine = "\n" };
        LibraryExample.Run(Path.Combine(Root, "samples", "demo.pkl.gz"), output);
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(13, lines.Length);
        Assert.Equal("12 rows, the last is demo:11", lines[0]);
        Assert.Equal("demo:11 LR4B 512x512 Double SByte", lines[12]);
        using var brief = new StringWriter { NewLine = "\n" };
        var path = Path.Combine(Directory.CreateTempSubdirectory("lungseg-docs-").FullName, "set.pkl");
        PhantomPickle.Write(path, new PhantomDataset(18, 1, new PhantomOptions { Side = 64 }), new PhantomPickleOptions { Side = 64 });
        LibraryExample.RunShort(path, brief);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Matches("^18 rows; row 17: LR[0-9][AB]?, 64 x 64 pixels\n$", brief.ToString());
    }

    [Fact]
    public void DiffExample_OnTheSample_FindsNothing()
    {
        using var output = new StringWriter();
        var sample = Path.Combine(Root, "samples", "demo.pkl.gz");
        DiffExample.Run(sample, sample, output);
        Assert.Equal(string.Empty, output.ToString());
    }

    [Fact]
    public void ThresholdingExample_OnAPhantom_DropsTheCorner()
    {
        var slice = new PhantomDataset(1, 1).Render(0);
        var hu = ThresholdingExample.Run(slice.Hu.ToArray(), slice.Side, slice.Side);
        Assert.True(hu[0] == 0 && double.IsNegative(hu[0]));
        Assert.Contains(hu, value => value < -500);
    }

    [Fact]
    public void Readme_SetUp_IsTwoCommands()
    {
        var block = File.ReadAllText(Path.Combine(Root, "README.md")).Split("<!-- set-up -->\n```\n")[1].Split("\n```")[0];
        Assert.Equal(
            ["dotnet run --project src/LungSeg.Cli -c Release -- inspect samples/demo.pkl.gz", "dotnet test -c Release"],
            block.Split('\n')
        );
    }

    [Fact]
    public void Links_LeadToFilesAndHeadings()
    {
        string[] documents =
        [
            Path.Combine(Root, "README.md"),
            .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories),
        ];
        var broken =
            from document in documents
            from Match link in Link().Matches(WithoutCode(document))
            let path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, link.Groups["path"].Value))
            let target = link.Groups["path"].Length == 0 ? document : path
            let heading = link.Groups["heading"].Value
            where
                !Path.Exists(target)
                || (heading.Length > 0 && target.EndsWith(".md", StringComparison.Ordinal) && !Headings(target).Contains(heading))
            select $"{Path.GetFileName(document)}: {link.Value}";
        Assert.Empty(broken);
    }

    /// <summary>Headings as a page's address names them: lower case, hyphens for spaces, letters, digits and _ alone.</summary>
    private static IEnumerable<string> Headings(string document) =>
        Heading()
            .Matches(WithoutCode(document))
            .Select(heading => Linked().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "$1"))
            .Select(text => Dropped().Replace(text, string.Empty).Replace(' ', '-'));

    private static string WithoutCode(string document) => Fence().Replace(File.ReadAllText(document), string.Empty);

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<path>[^)#\s]*)(#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Dropped();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    /// <summary>The lines between the markers, without their indentation.</summary>
    private static string Code(string source, string document)
    {
        var lines = source.Split($"// example: {document}\n")[1].Split("// end")[0].TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart())).TrimEnd();
    }
}
