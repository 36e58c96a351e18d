using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Comparison.Integrity;
using Xunit;

namespace LungSeg.Core.Tests.Comparison.Integrity;

public sealed class FileManifestTests
{
    // SHA-256 of "abc", FIPS 180-2 B.1.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    // What xxhash 3.4 of Python gives for it.
    private const string XxAbc = "06b05ab6733a618578af5f94892f3950";

    /// <summary>Lines as sha256sum 9.1, sha256sum --tag, sha256sum -b and openssl 3.0 write them.</summary>
    [Theory]
    [InlineData($"{Abc}  a b\n", "a b")]
    [InlineData($"{Abc} *a b\n", "a b")]
    [InlineData($"{Abc}  *star\n", "*star")]
    [InlineData($"\\{Abc}  back\\\\slash\n", "back\\slash")]
    [InlineData($"\\{Abc}  c\\rr\n", "c\rr")]
    [InlineData($"\\{Abc}  new\\nline\n", "new\nline")]
    [InlineData($"SHA256 (a b) = {Abc}\n", "a b")]
    [InlineData($"SHA256 (a) = b) = {Abc}", "a) = b")]
    [InlineData($"\\SHA256 (new\\nline) = {Abc}\n", "new\nline")]
    [InlineData($"SHA2-256(a b)= {Abc}\n", "a b")]
    [InlineData($"# a remark\r\n\r\n{Abc}  a b\r\n", "a b")]
    [InlineData($"\ufeff{Abc}  a b\r\n", "a b")]
    [InlineData($"{Abc}  ./sub//x", "sub/x")]
    public void Parse_LineOfSha256sum_GivesNameAndDigest(string list, string path)
    {
        var manifest = Parse(list);
        Assert.False(manifest.IsNamesOnly);
        Assert.Equal([new ManifestEntry(path, Sha256: Abc)], manifest.Entries);
    }

    [Fact]
    public void Parse_DigestInUpperCase_IsTheSame() => Assert.Equal(Abc, Parse(Abc.ToUpperInvariant() + "  x\n").Entries[0].Sha256);

    [Theory]
    [InlineData(0, $"{Abc} x\n")]
    [InlineData(0, "900150983cd24fb0d6963f7d28e17f72  x\n")] // MD5
    [InlineData(69, $"{Abc}  ok\nsomething\n")]
    [InlineData(0, $"\\{Abc}  a\\tb\n")]
    [InlineData(0, $"\\{Abc}  a\\\n")]
    public void Parse_OtherLine_IsRefusedWithItsOffset(long offset, string list)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Parse(list));
        Assert.Equal((Fault.Corrupt, offset), (error.Fault, error.Offset));
    }

    [Fact]
    public void Parse_NameThatIsNotUtf8_IsRefused()
    {
        byte[] list = [.. Encoding.ASCII.GetBytes($"{Abc}  caf"), 0xe9, (byte)'\n'];
        var error = Assert.Throws<DatasetFormatException>(() => FileManifest.Parse(list, new SourceName("SUMS", null, "manifest")));
        Assert.Contains(@"caf\xE9", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData(".")]
    public void Parse_PathOutOfTheFolder_IsUnsafeInEveryForm(string path)
    {
        string[] manifests =
        [
            $"{Abc}  {path}\n",
            $"SHA256 ({path}) = {Abc}\n",
            $$"""{"files": [{"path": "{{path}}", "bytes": 3, "sha256": "{{Abc}}"}]}""",
            $$"""{"schema": "lungseg/manifest/1", "rows": [{"row": "a:0", "files": ["{{path}}"]}]}""",
        ];
        Assert.All(manifests, text => Assert.Equal(Fault.Unsafe, Assert.Throws<DatasetFormatException>(() => Parse(text)).Fault));
    }

    [Fact]
    public void Parse_ManifestOfOurs_GivesSizesAndDigests()
    {
        var manifest = Parse(
            $$"""
            {"schema": "lungseg/manifest/2", "files": [
              {"path": "a", "bytes": 3, "xxh128": "{{XxAbc}}"},
              {"path": "b/c", "bytes": 3, "xxh128": "{{XxAbc}}", "sha256": "{{Abc}}"},
              {"path": "d"}]}
            """
        );
        Assert.Equal(
            [new ManifestEntry("a", 3, null, XxAbc), new ManifestEntry("b/c", 3, Abc, XxAbc), new ManifestEntry("d")],
            manifest.Entries
        );
    }

    [Fact]
    public void Parse_ManifestOfVersion1_GivesNames()
    {
        var manifest = Parse(
            """{"schema": "lungseg/manifest/1", "rows": [{"files": ["x", "y"]}, {"files": ["x"]}], "other_files": ["labels.csv"]}"""
        );
        Assert.True(manifest.IsNamesOnly);
        Assert.Equal(["x", "y", "labels.csv"], manifest.Entries.Select(entry => entry.Path));
    }

    [Theory]
    [InlineData(Fault.Unsupported, """{"schema": "lungseg/manifest/3", "files": []}""")]
    [InlineData(Fault.WrongFormat, """{"schema": "lungseg/stats/1", "files": []}""")]
    [InlineData(Fault.WrongFormat, """{"rows": 3}""")]
    [InlineData(Fault.Corrupt, """{"files": [""")]
    [InlineData(Fault.Corrupt, """{"files": [3]}""")]
    [InlineData(Fault.Corrupt, """{"files": [{"path": 3}]}""")]
    [InlineData(Fault.Corrupt, """{"files": [{"path": "a", "bytes": -1}]}""")]
    [InlineData(Fault.Corrupt, """{"files": [{"path": "a", "bytes": 1e30}]}""")]
    [InlineData(Fault.Corrupt, """{"files": [{"path": "a", "sha256": "12"}]}""")]
    [InlineData(Fault.Corrupt, """{"files": [{"path": "a", "bytes": 1}, {"path": "./a", "bytes": 2}]}""")]
    [InlineData(Fault.WrongFormat, "\n\n")]
    [InlineData(Fault.WrongFormat, "")]
    public void Parse_OtherDocument_IsRefused(Fault fault, string text) =>
        Assert.Equal(fault, Assert.Throws<DatasetFormatException>(() => Parse(text)).Fault);

    [Theory]
    [InlineData("{\"files\": [{\"path\": \"a\", \"bytes\": [1,\n2]}]}")]
    [InlineData("{\"files\": [{\"path\": {\n}}]}")]
    [InlineData($"\\{Abc}  a\\t\u001b\n")]
    public void Parse_OtherValue_IsNamedInOneLine(string text)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Parse(text));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("a b", $"{Abc}  a b")]
    [InlineData("back\\slash", $"\\{Abc}  back\\\\slash")]
    [InlineData("c\rr", $"\\{Abc}  c\\rr")]
    [InlineData("new\nline", $"\\{Abc}  new\\nline")]
    public void Format_OddName_IsWrittenAsSha256sumDoes(string path, string line) =>
        Assert.Equal(line, ChecksumLines.Format(new ManifestEntry(path, 3, Abc)));

    private static FileManifest Parse(string text) =>
        FileManifest.Parse(Encoding.UTF8.GetBytes(text), new SourceName("SUMS", null, "manifest"));
}
