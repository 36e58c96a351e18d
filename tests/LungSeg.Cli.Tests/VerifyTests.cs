using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    // SHA-256 of "abc", FIPS 180-2 B.1.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();

    public VerifyTests()
    {
        _folder.Write("a", "abc"u8.ToArray());
        _folder.Write("b c", "abd"u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "a")]
    [InlineData(1, "a", "b c")]
    [InlineData(3, "a", "b c", "gone")]
    public void Exit_IsThatOfTheWorstFile(int code, params string[] names)
    {
        string[] inputs = [.. names.Select(name => _folder[name])];
        var run = CliRun.With($"{Abc}  a\n{Abc}  b c\n{Abc}  gone\n", ["verify", "--manifest", "-", .. inputs]);
        Assert.Equal(code, run.Code);
        Assert.StartsWith($"1 of {names.Length} ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasTheKeysOfTheContract()
    {
        var run = CliRun.With($"{Abc}  b c\n", "verify", "--manifest", "-", "--json", _folder["b c"]);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("lungseg/verify/1", root.GetProperty("schema").GetString());
        Assert.Equal(3, root.GetProperty("inputs")[0].GetProperty("bytes").GetInt64());
        var file = root.GetProperty("files")[0];
        Assert.Equal("b c", file.GetProperty("path").GetString());
        Assert.Equal("changed", file.GetProperty("state").GetString());
        Assert.Equal(3, file.GetProperty("bytes").GetInt64());

        // hashlib.sha256(b"abd").hexdigest()
        Assert.Equal("a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9", file.GetProperty("sha256").GetString());
        Assert.Equal(Abc, file.GetProperty("expected").GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData("no manifest", "verify", "A")]
    [InlineData("file not found", "verify", "A", "--manifest", "FOLDER/none")]
    [InlineData("folder; give the file", "verify", "A", "--manifest", "FOLDER/")]
    [InlineData("standard input", "verify", "-", "--manifest", "A")]
    [InlineData("does not go with --make", "verify", "A", "--make", "FOLDER/m", "--json")]
    [InlineData("does not go with --make", "verify", "A", "--make", "FOLDER/m", "--manifest", "A")]
    [InlineData("--force goes with --make", "verify", "A", "--manifest", "A", "--force")]
    [InlineData("expected an address", "verify", "A", "--manifest", "A", "--download-url", "a b")]
    [InlineData("choose another name", "verify", "A", "--make", "FOLDER/manifest.json")]
    public void Request_ThatCannotBeMet_IsWrongUse(string text, params string[] args)
    {
        string[] words =
        [
            .. args.Select(word =>
                word == "A" ? _folder["a"]
                : word.StartsWith("FOLDER/", StringComparison.Ordinal) ? _folder[word[7..]]
                : word
            ),
        ];
        var run = CliRun.Of(words);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_OverAFile_NeedsForce_AndNeverAnInput()
    {
        Assert.Equal(0, CliRun.Of("verify", _folder["a"], "--make", _folder["SHA256SUMS"]).Code);
        Assert.Equal($"{Abc}  a\n", File.ReadAllText(_folder["SHA256SUMS"]));
        Assert.Equal(4, CliRun.Of("verify", _folder["a"], "--make", _folder["SHA256SUMS"]).Code);
        Assert.Equal(0, CliRun.Of("verify", _folder["a"], "--make", _folder["SHA256SUMS"], "-f").Code);
        Assert.Equal(2, CliRun.Of("verify", _folder["a"], "--make", _folder["a"], "-f").Code);
        Assert.Equal("abc", File.ReadAllText(_folder["a"]));
    }

    [Fact]
    public void List_InTheFolderOrBesideTheFile_IsNamedInACommand()
    {
        _folder.Write("SHA256SUMS", System.Text.Encoding.ASCII.GetBytes($"{Abc}  a\n"));
        foreach (var input in new[] { _folder["a"], Path.GetDirectoryName(_folder["a"])! })
        {
            var run = CliRun.Of("verify", input);
            Assert.Equal((2, string.Empty), (run.Code, run.Out));
            Assert.EndsWith($"type: lungseg verify {input} --manifest {_folder["SHA256SUMS"]}\n", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, CliRun.Of("verify", _folder["a"], "--manifest", _folder["SHA256SUMS"]).Code);
    }

    [Fact]
    public void Download_OfACutFile_IsALineForAShell()
    {
        var manifest = _folder.Write("m", "{\"files\": [{\"path\": \"a\", \"bytes\": 9}, {\"path\": \"b c\", \"bytes\": 9}]}"u8.ToArray());
        var run = CliRun.Of("verify", _folder["b c"], "--manifest", manifest, "--download-url", "https://example.org/x?y&z");
        Assert.Equal(3, run.Code);
        Assert.Equal($"curl -C - -o '{_folder["b c"]}' 'https://example.org/x?y&z'", run.Lines[^1]);

        var two = (string url) => CliRun.Of("verify", _folder["a"], _folder["b c"], "--manifest", manifest, "--download-url", url);
        Assert.Equal(2, two("https://example.org/x").Code);
        Assert.Equal($"curl -C - -o '{_folder["b c"]}' https://example.org/b%20c", two("https://example.org/").Lines[^1]);
    }

    [Fact]
    public void Output_OfConvert_IsCheckedAgainstItsOwnManifest()
    {
        var output = _folder["png"];
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", output, "--to", "png", "--rows", "0..1").Code);
        Assert.Equal((0, "5 of 5 files are whole\n"), (CliRun.Of("verify", output) is var run ? run.Code : 0, run.Out));
        File.Delete(Path.Join(output, "labels.csv"));
        Assert.Contains("labels.csv\tmissing\t", CliRun.Of("verify", "--plain", output).Out, StringComparison.Ordinal);
    }
}
