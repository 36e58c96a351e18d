using System.Text.RegularExpressions;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Tests.Sources;
using Xunit;

namespace LungSeg.Core.Tests;

/// <summary>Reads the sources and keeps the arrows of the architecture pointing one way.</summary>
public sealed partial class ArchitectureTests
{
    private const string CliProject = "LungSeg.Cli";
    private const string CoreProject = "LungSeg.Core";
    private const int MaxColumns = 140;

    /// <summary>
    /// All folders of Core, from the ground up: a folder uses those of the floors below its own, and none beside it. A floor may stand
    /// here before it is built.
    /// </summary>
    private static readonly string[][] Floors =
    [
        ["Model", "Bytes", "Randomness"],
        ["Imaging"],
        ["Formats"],
        ["Datasets"],
        ["Sharding", "Phantom"],
        ["Analysis"],
        ["Grouping", "Regeneration"],
        ["Statistics", "Splitting"],
        ["Matching"],
        ["Validation"],
        ["Selection", "Comparison", "Evaluation"],
        ["Conversion"],
        ["Cards"],
        ["Reporting"],
        ["Browsing"],
    ];

    /// <summary>Folders of Formats that are not a single format: every folder above may use them.</summary>
    private static readonly string[] SharedFormatFolders = ["Arrays", "Columns", "Editing", "Folders", "Documents", "Masks"];

    // Rows come out of formats, and what writes rows in a format must know its writer; the formats know nothing of rows.
    private static readonly string[] KnowsFormats = ["Datasets", "Conversion"];

    // An .npz is a zip of .npy files, folders of nnU-Net and MONAI hold NIfTI or PNG, a folder of CT images may hold outlines beside them:
    // those formats contain the others.
    private static readonly (string Format, string Contains)[] FormatsInFormats =
    [
        ("Npz", "Npy"),
        ("NnUnet", "Nifti"),
        ("NnUnet", "Png"),
        ("Monai", "Nifti"),
        ("Monai", "Png"),
        ("Dicom", "Lidc"),
        ("Members", "Npy"),
        ("Parquet", "Members"),
        ("WebDataset", "Npy"),
        ("WebDataset", "Png"),
        ("WebDataset", "Tar"),
    ];

    private static readonly string[] FormatHubs = ["FormatRegistry.cs", "TableIndex.cs"];

    private static readonly SourceFile[] Sources = [.. Files("src")];
    private static readonly NamespaceMap Namespaces = new(Sources);

    [Fact]
    public void Sources_AreFound() => Assert.True(Sources.Length > 50, $"{Sources.Length} files under {Repository.Root}");

    [Fact]
    public void Projects_PointFromCliOverCoreToThresholding()
    {
        AssertNone(Uses(CoreProject).Where(use => use.IsOf(CliProject)));
        AssertNone(Uses("LungSeg.Thresholding").Where(use => use.IsOf(CliProject) || use.IsOf(CoreProject)));
    }

    [Fact]
    public void CoreFolders_StandOnOneFloorEach()
    {
        Assert.Distinct(Floors.SelectMany(floor => floor));
        AssertNone(Core().Where(file => FloorOf(file.Folder) < 0).Select(file => file.Path));
    }

    [Fact]
    public void CoreFolders_UseOnlyFloorsBelowTheirs() =>
        AssertNone(
            Uses(CoreProject)
                .Where(use => use.IsOf(CoreProject) && use.Folder != use.File.Folder && FloorOf(use.Folder) >= FloorOf(use.File.Folder))
        );

    [Fact]
    public void DoingFolders_DoNotUseSingleFormats() =>
        AssertNone(
            Uses(CoreProject)
                .Where(use => use.Format is not null && use.File.Folder != "Formats" && !KnowsFormats.Contains(use.File.Folder))
        );

    [Fact]
    public void Formats_DoNotKnowEachOther() =>
        AssertNone(
            Uses(CoreProject)
                .Where(use => use.Format is not null && use.File.Folder == "Formats" && !FormatHubs.Contains(use.File.Name))
                .Where(use => !IsWithin(use.File.Folders.ElementAtOrDefault(1), use.Format!))
        );

    // What a file uses stands in it, or the rules above would not see it.
    [Fact]
    public void Usings_AreNotGlobal()
    {
        AssertNone(Sources.Where(file => GlobalUsing().IsMatch(file.Code)).Select(file => file.Path));
        AssertNone(
            from pattern in new[] { "*.csproj", "*.props" }
            from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), pattern, SearchOption.AllDirectories)
            where File.ReadAllText(path).Contains("<Using ", StringComparison.Ordinal)
            select path
        );
    }

    [Fact]
    public void ConsoleClockAndEnvironment_AreUsedByTheCliAlone() =>
        AssertNone(Sources.Where(file => file.Project != CliProject && Outside().IsMatch(file.Code)).Select(file => file.Path));

    [Fact]
    public void ImageLibrary_IsNamedInImagingAlone() =>
        AssertNone(Sources.Where(file => file.Folder != "Imaging" && ImageLibrary().IsMatch(file.Code)).Select(file => file.Path));

    [Fact]
    public void Namespaces_EqualFolders() =>
        AssertNone(Sources.Where(file => file.Namespace is not null && file.Namespace != file.ExpectedNamespace).Select(file => file.Path));

    [Fact]
    public void Files_StayWithinTheirLengths()
    {
        AssertNone(Sources.Where(file => file.Lines > 300).Select(file => file.Path));
        AssertNone(Files("tests").Where(file => file.Lines > 500).Select(file => file.Path));
    }

    [Fact]
    public void Lines_StayWithin140Columns() =>
        AssertNone(
            from file in Sources.Concat(Files("tests"))
            from line in file.Widths.Index()
            where line.Item > MaxColumns
            select $"{file.Path}:{line.Index + 1}"
        );

    private static IEnumerable<SourceFile> Core() => Sources.Where(file => file.Project == CoreProject);

    private static IEnumerable<NamespaceUse> Uses(string project) =>
        from file in Sources
        where file.Project == project
        from used in Namespaces.UsedBy(file)
        select new NamespaceUse(file, used);

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));

    private static bool IsWithin(string? own, string format) => own == format || FormatsInFormats.Contains((own ?? string.Empty, format));

    private static void AssertNone(IEnumerable<NamespaceUse> offenders) =>
        AssertNone(offenders.Select(use => $"{use.File.Path} uses {use.Namespace}"));

    private static void AssertNone(IEnumerable<string> offenders)
    {
        var all = offenders.ToArray();
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static IEnumerable<SourceFile> Files(string top) =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, top), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "obj" or "bin")
        select new SourceFile(relative, File.ReadAllText(path));

    [GeneratedRegex(@"^\s*global\s+using\b", RegexOptions.Multiline)]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"\b(SixLabors|JpegLibrary)\b")]
    private static partial Regex ImageLibrary();

    // The id of the process is in the names of temporary files.
    [GeneratedRegex(@"\b(Console\.|Environment\.(?!NewLine|ProcessId)|DateTime(Offset)?\.(Now|UtcNow|Today)|TimeProvider\.System)")]
    private static partial Regex Outside();

    /// <summary>A namespace of ours that a file uses.</summary>
    private sealed record NamespaceUse(SourceFile File, string Namespace)
    {
        private readonly string[] _parts = Namespace.Split('.');

        /// <summary>Its folder in the project.</summary>
        public string Folder => _parts.ElementAtOrDefault(2) ?? string.Empty;

        /// <summary>The single format that it is of; null where it is none.</summary>
        public string? Format =>
            IsOf(CoreProject) && Folder == "Formats" && _parts.Length > 3 && !SharedFormatFolders.Contains(_parts[3]) ? _parts[3] : null;

        public bool IsOf(string project) => $"{_parts[0]}.{_parts.ElementAtOrDefault(1)}" == project;
    }
}
