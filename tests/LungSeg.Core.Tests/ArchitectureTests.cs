using System.Text.RegularExpressions;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests;

/// <summary>Reads the sources and keeps the arrows of the architecture pointing one way.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What each folder of Core may see; the doing folders may see each other.</summary>
    private static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["Model"] = [],
        ["Bytes"] = [],
        ["Randomness"] = [],
        ["Formats"] = ["Bytes", "Model"],
        ["Datasets"] = ["Bytes", "Model", "Formats"],
        ["Grouping"] = ["Bytes", "Model", "Datasets", "Imaging", "Sharding"],
        ["Reporting"] = ["Model", "Datasets", "Imaging", "Grouping", "Statistics", "Validation"],
    };

    private static readonly string[] Doing =
    [
        "Conversion",
        "Sharding",
        "Imaging",
        "Phantom",
        "Grouping",
        "Splitting",
        "Statistics",
        "Validation",
        "Reporting",
    ];

    // What writes rows in a format must know that format's writer; the writer knows nothing of rows.
    private static readonly string[] HandsRowsToFormats = ["Conversion"];
    private static readonly string[] SharedFormatFolders = ["Arrays", "Columns", "Editing", "Folders", "Documents", "Masks"];

    // An .npz is a zip of .npy files, an nnU-Net folder holds NIfTI or PNG, a folder of CT images may hold outlines beside them: those
    // formats contain the others.
    private static readonly (string Folder, string Contains)[] FormatsInFormats =
    [
        ("Npz", "Npy"),
        ("NnUnet", "Nifti"),
        ("NnUnet", "Png"),
        ("Dicom", "Lidc"),
    ];

    // Pixels of a PNG take the image library, and that has one place (docs/decisions/0012).
    private static readonly (string Folder, string Above)[] ArrowsUp = [("Formats/Png", "Imaging")];
    private static readonly string[] FormatHubs = ["FormatRegistry.cs", "TableIndex.cs"];

    private const int MostColumns = 140;

    private static readonly string Root = Repository.Root;

    private static SourceFile[] Sources { get; } = [.. Files("src")];

    [Fact]
    public void Sources_AreFound() => Assert.True(Sources.Length > 50, $"{Sources.Length} files under {Root}");

    [Fact]
    public void Projects_PointFromCliOverCoreToThresholding()
    {
        AssertNone(Sources.Where(file => file.Project == "LungSeg.Core" && file.Sees("LungSeg.Cli")));
        AssertNone(
            Sources.Where(file => file.Project == "LungSeg.Thresholding" && (file.Sees("LungSeg.Cli") || file.Sees("LungSeg.Core")))
        );
    }

    [Fact]
    public void CoreFolders_SeeOnlyWhatIsBelowThem() => AssertNone(Core().Where(SeesUpwards));

    [Fact]
    public void DoingFolders_DoNotSeeTheFormatsTheyDoNotNeed()
    {
        var formats = Directory
            .GetDirectories(Path.Combine(Root, "src", "LungSeg.Core", "Formats"))
            .Select(Path.GetFileName)
            .Except(SharedFormatFolders)
            .ToArray();
        AssertNone(
            Core()
                .Where(file =>
                    Doing.Contains(file.Folder)
                    && !HandsRowsToFormats.Contains(file.Folder)
                    && formats.Any(format => file.Sees($"LungSeg.Core.Formats.{format}"))
                )
        );
    }

    [Fact]
    public void FormatFolders_DoNotKnowEachOther()
    {
        foreach (var file in Core().Where(file => file.Folder == "Formats" && !FormatHubs.Contains(file.Name)))
        {
            var own = file.Parts.Length > 1 ? file.Parts[1] : null;
            var foreign = file
                .Usings.Where(used => used.StartsWith("LungSeg.Core.Formats.", StringComparison.Ordinal))
                .Select(used => used.Split('.')[3])
                .Where(folder =>
                    folder != own && !SharedFormatFolders.Contains(folder) && !FormatsInFormats.Contains((own ?? string.Empty, folder))
                );
            Assert.True(!foreign.Any(), $"{file.Path} uses the format folder {string.Join(", ", foreign)}");
        }
    }

    [Fact]
    public void ConsoleClockAndEnvironment_AreUsedByTheCliAlone() =>
        AssertNone(Sources.Where(file => file.Project != "LungSeg.Cli" && Outside().IsMatch(file.Code)));

    [Fact]
    public void ImageLibrary_IsNamedInImagingAlone() =>
        AssertNone(
            Sources.Where(file =>
                file.Folder != "Imaging" && (file.Sees("NetVips") || file.Code.Contains("NetVips.", StringComparison.Ordinal))
            )
        );

    [Fact]
    public void Namespaces_EqualFolders() =>
        AssertNone(Sources.Where(file => file.Namespace is not null && file.Namespace != file.ExpectedNamespace));

    [Fact]
    public void Files_StayWithinTheirLengths()
    {
        AssertNone(Sources.Where(file => file.Lines > 300));
        AssertNone(Files("tests").Where(file => file.Lines > 500));
    }

    [Fact]
    public void Lines_StayWithin140Columns() =>
        AssertNone(Sources.Concat(Files("tests")).SelectMany(file => file.LongLines.Select(line => $"{file.Path}:{line}")));

    private static IEnumerable<SourceFile> Core() => Sources.Where(file => file.Project == "LungSeg.Core");

    private static bool SeesUpwards(SourceFile file)
    {
        if (!MaySee.TryGetValue(file.Folder, out var allowed))
            return false;
        var known = MaySee.Keys.Concat(Doing);
        return known.Any(folder =>
            folder != file.Folder
            && !allowed.Contains(folder)
            && !ArrowsUp.Contains((string.Join('/', file.Parts), folder))
            && file.Sees($"LungSeg.Core.{folder}")
        );
    }

    private static void AssertNone(IEnumerable<SourceFile> offenders) => AssertNone(offenders.Select(file => file.Path));

    private static void AssertNone(IEnumerable<string> offenders)
    {
        var all = offenders.ToArray();
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static IEnumerable<SourceFile> Files(string top) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, top), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "obj" or "bin")
        select new SourceFile(relative, File.ReadAllText(path));

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"//.*$|""(?:[^""\\\n]|\\.)*""", RegexOptions.Multiline)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\b(Console\.|Environment\.(?!NewLine)|DateTime(Offset)?\.(Now|UtcNow|Today)|TimeProvider\.System)")]
    private static partial Regex Outside();

    /// <summary>One source file, its comments and texts taken out of <see cref="Code"/>.</summary>
    private sealed class SourceFile
    {
        public SourceFile(string path, string text)
        {
            Path = path;
            var parts = path.Split('/');
            Project = parts[1];
            Name = parts[^1];
            Parts = parts[2..^1];
            Lines = text.AsSpan().Count('\n');
            LongLines = [.. text.Split('\n').Index().Where(line => line.Item.Length > MostColumns).Select(line => line.Index + 1)];
            Usings = [.. UsingLine().Matches(text).Select(match => match.Groups["name"].Value)];
            Namespace = NamespaceLine().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;
            Code = CommentOrText().Replace(text, string.Empty);
        }

        public string Path { get; }

        public string Project { get; }

        public string Name { get; }

        /// <summary>Folders below the project.</summary>
        public string[] Parts { get; }

        public string Folder => Parts.Length > 0 ? Parts[0] : string.Empty;

        public int Lines { get; }

        /// <summary>Numbers of the lines that are too wide.</summary>
        public int[] LongLines { get; }

        public string[] Usings { get; }

        public string? Namespace { get; }

        public string ExpectedNamespace => string.Join('.', [Project, .. Parts]);

        public string Code { get; }

        public bool Sees(string name) =>
            Usings.Any(used => used == name || used.StartsWith(name + ".", StringComparison.Ordinal))
            || Code.Contains(name + ".", StringComparison.Ordinal);
    }
}
