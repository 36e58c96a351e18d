using System.Diagnostics;
using System.IO.Compression;
using LungSeg.Cli.Commands;
using LungSeg.Cli.Completion;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Real shells are driven by tests/interop/packages/check_shells.py.</summary>
public sealed class CompletionTests
{
    private static readonly string[] Labels = ["LR2", "LR3", "LR4A", "LR4B"];

    /// <summary>Options of convert that only some formats take, each with one that does and what else it needs.</summary>
    private static readonly Dictionary<string, string> FormatsThatTake = new()
    {
        ["--window"] = "png",
        ["--resample"] = "png --size 64",
        ["--mask-value"] = "png",
        ["--image"] = "png",
        ["--protocol"] = "pickle",
        ["--salvage"] = "pickle",
        ["--coco-seg"] = "coco",
        ["--classes"] = "coco",
    };

    // What is given is tested here, on machines however busy; that it comes in time, by the check with real shells.
    static CompletionTests() => InputRows.Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Complete_FirstWord_IsACommand()
    {
        Assert.Equal(["inspect"], Words("ins"));
        Assert.Equal(["split", "stats"], Words("s").Order());
        Assert.DoesNotContain("complete", Words(string.Empty));
        Assert.Equal(["inspect"], Words("help", "ins"));
        Assert.Equal(["inspect"], Words("man", "ins"));
        Assert.Equal(["bash", "zsh", "fish", "pwsh"], Words("completions", string.Empty));
        Assert.Empty(Words("no-such-command", string.Empty));
    }

    [Theory]
    [InlineData("--lidc-outline", "exclusive,inclusive")]
    [InlineData("--column", "mask,hu_array,hu_array_old")]
    [InlineData("--from", "pickle,npy,npz,nifti,dicom,nnunet,monai,png")]
    [InlineData("--labels", "")]
    [InlineData("--columns-from", "")]
    [InlineData("--lidc-readers", null)]
    public void Complete_ValueOfAnOption_IsItsWordsOrPaths(string option, string? expected) =>
        Assert.Equal(expected?.Split(',') ?? [], Words("inspect", option, string.Empty));

    [Fact]
    public void Complete_Rows_AreThoseOfTheInputOnTheLine()
    {
        using var folder = new TemporaryFolder();
        var plain = Unpack(folder);
        Assert.Equal("demo:1\tLR2\ndemo:10\tLR4B\ndemo:11\tLR4B\n", Complete(2, "inspect", "--rows", "demo:1", plain));
        Assert.Equal(["0,demo:11"], Words("inspect", plain, "--rows", "0,demo:11"));
        Assert.Equal(["--show=demo:7"], Words("inspect", plain, "--show=demo:7"));
        Assert.Equal(Labels, Words("inspect", plain, "--label", string.Empty));
        Assert.Equal(["LR4B,LR2", "LR4B,LR3", "LR4B,LR4A"], Words("inspect", plain, "--label", "LR4B,"));
        Assert.Empty(Words("inspect", "no-such.pkl", "--rows", string.Empty));
    }

    [Fact]
    public void Complete_AnInputWithoutEnd_GivesNothingInTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a device");
        var watch = Stopwatch.StartNew();
        Assert.Empty(Words("inspect", "/dev/zero", "--rows", string.Empty));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Complete_AfterTwoDashes_IsAPath() => Assert.Equal([string.Empty], Words("inspect", "--", "--ro"));

    /// <summary>With the input missing, a command that takes the word exits 3; one that does not, 2.</summary>
    [Fact]
    public void OptionWords_AllAreTakenByTheirCommands()
    {
        using var folder = new TemporaryFolder();
        var tried = 0;
        foreach (
            var command in CommandCatalog
                .ListShown()
                .Where(command => command.Name is "inspect" or "stats" or "threshold" or "validate" or "convert")
        )
        {
            string[] output = command.Name is "convert" or "threshold" ? ["-o", folder["out.npz"]] : [];
            foreach (
                var option in command.Options.Where(option =>
                    option.Name is not ("--shard" or "--where" or "--report" or "--split-by" or "--context")
                )
            )
            {
                foreach (var word in OptionWords.GetCandidates(option).Where(word => word.Word.Length > 0))
                {
                    string[] format =
                        command.Name == "convert" && FormatsThatTake.TryGetValue(option.Name, out var name)
                            ? ["--to", .. name.Split(' ')]
                            : [];
                    var run = CliRun.Of([command.Name, "no-such.pkl", .. output, .. format, option.Name, word.Word]);
                    var isNotInNative = word.Word == "hdf5" && CliRun.Program is not null;
                    Assert.True(run.Code == (isNotInNative ? 2 : 3), $"{command.Name} {option.Name} {word.Word}: {run.Code} {run.Error}");
                    tried++;
                }
            }
        }

        Assert.InRange(tried, 100, 1_000);
    }

    [Theory]
    [InlineData("bash", "complete -o nosort -F _lungseg lungseg")]
    [InlineData("zsh", "compdef _lungseg lungseg")]
    [InlineData("fish", "complete -c lungseg -f -k -a '(__lungseg_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName lungseg")]
    public void Completions_OfAShell_IsItsScript(string shell, string line)
    {
        var run = CliRun.Of("completions", shell);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Contains(line, run.Out, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("completions", "tcsh").Code);
    }

    /// <summary>The sample, unpacked: a built program waits 1.5 s for rows, in which a busy machine may not unpack it.</summary>
    private static string Unpack(TemporaryFolder folder)
    {
        using var packed = new GZipStream(File.OpenRead(CliRun.Sample), CompressionMode.Decompress);
        using var plain = File.Create(folder["demo.pkl"]);
        packed.CopyTo(plain);
        return folder["demo.pkl"];
    }

    private static string Complete(int at, params string[] words)
    {
        var run = CliRun.Of(["complete", "--at", $"{at}", "--", .. words]);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        return run.Out;
    }

    /// <summary>The words alone, for the cursor in the last.</summary>
    private static IEnumerable<string> Words(params string[] words) =>
        Complete(words.Length - 1, words).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]);
}
