using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;
using Xunit;

namespace LungSeg.Core.Tests.Comparison.Integrity;

public sealed class IntegrityCheckTests : IDisposable
{
    // SHA-256 of "abc", FIPS 180-2 B.1, and of nothing; XxHash128 as xxhash 3.4 of Python gives it.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string XxAbc = "06b05ab6733a618578af5f94892f3950";

    // SHA-256 of a million times "a", FIPS 180-2 B.3.
    private const string Million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_FilesOfEveryState_AreToldApart()
    {
        Write("set/whole", "abc");
        Write("set/sub/changed", "abd");
        Write("set/longer", "abcd");
        Write("set/cut", "ab");
        Write("set/moved", "abc");
        Write("set/.added", "xyz");
        Write("set/unknown", "?");
        string[] named = ["whole", "sub/changed", "longer", "cut", "gone"];
        var files = named.Select(name => $$"""{"path": "{{name}}", "bytes": 3, "xxh128": "{{XxAbc}}"}""");
        Write("m.json", $$"""{"files": [{{string.Join(',', files)}}, {"path": "unknown"}]}""");

        Assert.Equal(
            [
                ".added added 3 ",
                "cut cut 2 ",
                "gone missing  ",
                "longer changed 4 ",
                "moved added 3 gone",
                "sub/changed changed 3 ",
                "unknown unknown 1 ",
                "whole whole 3 ",
            ],
            List(Run(In("m.json"), In("set")))
        );
    }

    [Fact]
    public void Run_FilesThatChangeMeanwhile_AreUnknownAndTheOthersChecked()
    {
        string[] names = ["a", "b", "whole"];
        Assert.All(names, name => Write(name, "abc"));
        Write("SUMS", string.Concat(names.Select(name => $"{Abc}  {name}\n")));
        using var run = new RunFiles().Enter();
        Assert.All(names, name => RunFiles.ReadAllBytes(In(name)));
        Write("a", "ab");
        Write("b", "abcd");
        var report = Run(In("SUMS"), [.. names.Select(In)]);
        Assert.Equal(["a unknown  ", "b unknown  ", "whole whole 3 "], List(report));
        Assert.Equal(
            [Fault.Changed, Fault.Changed],
            report.Files.Select(file => file.Error).OfType<DatasetFormatException>().Select(e => e.Fault)
        );
    }

    [Fact]
    public void Run_CutFileThatGrowsMeanwhile_IsUnknown()
    {
        Write("a", "ab");
        Write("m.json", $$"""{"files": [{"path": "a", "bytes": 3, "sha256": "{{Abc}}"}]}""");
        using var run = new RunFiles().Enter();
        var options = new IntegrityOptions { ChunkDone = () => File.AppendAllText(In("a"), "c") };
        var file = Assert.Single(IntegrityCheck.Run(Plan(In("m.json"), In("a")), options).Files);
        Assert.Equal((FileState.Unknown, Fault.Changed), (file.State, Assert.IsType<DatasetFormatException>(file.Error).Fault));
    }

    [Fact]
    public void Run_FileOfSeveralChunks_HasItsSha256()
    {
        Write("a", new string('a', 1_000_000));
        Write("SUMS", $"{Million}  a\n");
        Assert.Equal(["a whole 1000000 "], List(Run(In("SUMS"), In("a"))));

        // 3 chunks and a part; hashlib.sha256(b"a" * 3_500_000).
        Write("a", new string('a', 3_500_000));
        Write("SUMS", $"{LongSha256}  a\n");
        Assert.Equal(["a whole 3500000 "], List(Run(In("SUMS"), In("a"))));
    }

    [Fact]
    public void Run_ManyRenamedFiles_AreFoundWithoutComparingEachWithEach()
    {
        const int Count = 2000;
        var list = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            Write($"set/new{text}", text);
            list.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))).Append("  old").Append(text).Append('\n');
        }
        Write("SUMS", list.ToString());
        var plan = Plan(In("SUMS"), In("set"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = IntegrityCheck.Run(plan, new IntegrityOptions { Jobs = 2 });

        // Of each with each it is some hundred megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 << 20);
        var renamed = report.Files.Where(file => file.State == FileState.Added).ToArray();
        Assert.Equal(Count, renamed.Length);
        Assert.All(renamed, file => Assert.Equal(file.Path.Replace("new", "old", StringComparison.Ordinal), file.RenamedFrom));
    }

    [Theory]
    [InlineData("a.bin")] // by name
    [InlineData("set/a.bin")] // by its place
    public void Create_FileOfAListInAnotherFolder_IsFoundByPlaceOrName(string path)
    {
        Write("set/a.bin", "abc");
        Write("SUMS", $"{Abc}  {path}\n{Million}  other\n");
        var plan = Plan(In("SUMS"), In("set/a.bin"));
        Assert.Equal([$"{path} whole 3 "], List(IntegrityCheck.Run(plan, new IntegrityOptions())));
        Assert.Contains("1 of 2 entries", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeveralEntriesOfTheName_RefusesToGuess()
    {
        Write("elsewhere/a.bin", "abc");
        Write("SUMS", $"{Abc}  x/a.bin\n{Million}  y/a.bin\n");
        Assert.Throws<InvalidRequestException>(() => Plan(In("SUMS"), In("elsewhere/a.bin")));
    }

    [Fact]
    public void Create_FolderAndFile_TakeTheEntriesOfTheirPaths()
    {
        Write("set/a", "abc");
        Write("set/b", "new");
        Write("c", "abc");
        Write("SUMS", $"{Abc}  set/a\n{Abc}  c\n");
        Assert.Equal(["set/a whole 3 ", "set/b added 3 ", "c whole 3 "], List(Run(In("SUMS"), In("set"), In("c"))));
    }

    [Fact]
    public void Create_FileThatTheManifestLacks_IsAddedAndOneThatIsNotThere_IsMissing()
    {
        Write("a", "abc");
        Write("SUMS", $"{Abc}  b\n");
        Assert.Equal(["a added 3 b", "b missing  ", "c missing  "], List(Run(In("SUMS"), In("a"), In("b"), In("c"))));
    }

    [Fact]
    public void Create_ManifestInTheFolder_IsNoneOfItsFiles()
    {
        Write("set/a", "abc");
        Write("set/SUMS", $"{Abc}  a\n{Million}  SUMS\n");
        var plan = Plan(In("set/SUMS"), In("set"));
        Assert.Equal(["a whole 3 "], List(IntegrityCheck.Run(plan, new IntegrityOptions())));
        Assert.Contains("names itself", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ManifestOfVersion1_LooksForFilesOnly()
    {
        Write("set/a", "abc");
        Write("set/added", "abc");
        Write("set/manifest.json", """{"schema": "lungseg/manifest/1", "rows": [{"files": ["a"]}], "other_files": ["b"]}""");
        var plan = Plan(FileManifest.FindOwn(In("set"))!, In("set"));
        Assert.Equal(["a unknown 3 ", "b missing  "], List(IntegrityCheck.Run(plan, new IntegrityOptions())));
        Assert.Contains("version 1", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/dev")]
    [InlineData("b")] // to itself
    public void Create_LinkOutOfTheFolder_IsUnsafe(string target)
    {
        Write("secret", "abc");
        Write("set/a", "abc");
        File.CreateSymbolicLink(In("set/b"), target);
        Write("SUMS", $"{Abc}  a\n{Abc}  b\n");
        Assert.Equal(Fault.Unsafe, Assert.Throws<DatasetFormatException>(() => Plan(In("SUMS"), In("set"))).Fault);
    }

    [Fact]
    public void Create_LinkWithinTheFolder_IsAFile()
    {
        Write("set/a", "abc");
        File.CreateSymbolicLink(In("set/b"), "a");
        Write("SUMS", $"{Abc}  a\n{Abc}  b\n");
        Assert.Equal(["a whole 3 ", "b whole 3 "], List(Run(In("SUMS"), In("set"))));
    }

    [Fact]
    public void CreateForManifest_OfFoldersAndFiles_GivesWhatACheckFindsWhole()
    {
        Write("set/sub/a", "abc");
        Write("set/new\nline", "abc");
        Write("million", new string('a', 1_000_000));
        var report = IntegrityCheck.Run(
            IntegrityPlan.CreateForManifest([In("set"), In("million")], In("set/made.json")),
            new IntegrityOptions { Jobs = 2 }
        );
        foreach (var manifest in (string[])[In("set/made.json"), In("SHA256SUMS")])
        {
            ChecksumFile.Write(manifest, report, overwrite: false);
            var found = Run(manifest, In("set"), In("million"));
            Assert.All(found.Files, file => Assert.Equal(FileState.Whole, file.State));
            Assert.Equal(3, found.Files.Count);
            File.Delete(In("set/made.json"));
        }

        Assert.Equal($"{Million}  million\n\\{Abc}  set/new\\nline\n{Abc}  set/sub/a\n", File.ReadAllText(In("SHA256SUMS")));
    }

    [Fact]
    public void CreateForManifest_TwoFilesOfOneName_IsRefused()
    {
        Write("x/a", "abc");
        Write("y/a", "abc");
        Assert.Throws<InvalidRequestException>(() => IntegrityPlan.CreateForManifest([In("x/a"), In("y/a")], In("m.json")));
    }

    // hashlib.sha256(b"a" * 3_500_000).hexdigest()
    private const string LongSha256 = "8749adbba0b713be8664a5d496c7cc1940b871febe09ffd3b148d4a540f230b5";

    private static string[] List(IntegrityReport report) =>
        [
            .. report.Files.Select(file =>
                string.Create(CultureInfo.InvariantCulture, $"{file.Path} {FileStates.GetName(file.State)} {file.Bytes} {file.RenamedFrom}")
            ),
        ];

    private static IntegrityReport Run(string manifest, params string[] inputs) =>
        IntegrityCheck.Run(Plan(manifest, inputs), new IntegrityOptions { Jobs = 2 });

    private static IntegrityPlan Plan(string manifest, params string[] inputs)
    {
        var read = FileManifest.Read(manifest);
        return IntegrityPlan.Create([.. inputs.Select(input => new IntegrityInput(input, read))]);
    }

    private string In(string name) => Path.Join(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), Encoding.UTF8.GetBytes(text));
    }
}
