using System.Text.Json;
using LungSeg.Cli.Commands;
using LungSeg.Core.Datasets;
using Xunit;

namespace LungSeg.Cli.Tests;

public sealed class LeakageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OneFile_ListsNeighboursWithinIt()
    {
        var run = Run(
            new LeakageRequest
            {
                Settings = new RunSettings { Inputs = [CliRun.Sample], Json = true },
            }
        );
        Assert.Equal((int)ExitCode.Findings, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("lungseg/split/1", root.GetProperty("schema").GetString());
        Assert.Equal(0.65, root.GetProperty("threshold").GetDouble());
        var pairs = root.GetProperty("pairs").EnumerateArray().ToArray();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair => Assert.InRange(pair.GetProperty("score").GetDouble(), 0.65, 1));
        Assert.All(pairs, pair => Assert.Equal("neighbour", pair.GetProperty("kind").GetString()));
        var named = pairs
            .SelectMany(pair => (string[])[pair.GetProperty("a").GetString()!, pair.GetProperty("b").GetString()!])
            .Distinct()
            .Order(StringComparer.Ordinal);
        var affected = root.GetProperty("rows_affected").GetProperty("demo").EnumerateArray().Select(row => row.GetString()!).ToArray();
        Assert.Equal(named, affected.Order(StringComparer.Ordinal));
        Assert.Equal(
            affected.Length,
            root.GetProperty("classes_affected").GetProperty("demo").EnumerateObject().Sum(count => count.Value.GetInt32())
        );
    }

    [Fact]
    public void Run_Threshold_IsPrintedAsGiven()
    {
        var request = new LeakageRequest
        {
            Settings = new RunSettings { Inputs = [CliRun.Sample] },
            Threshold = 0.999,
        };
        Assert.Contains(" of likeness 0.999 to 1", Run(request).Out, StringComparison.Ordinal);
        Assert.Contains(" of likeness 0.50 to 1", Run(request with { Threshold = 0.5 }).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileAgainstItself_FindsEveryRowAndDrawsPairs()
    {
        var sheet = _folder["pairs.png"];
        var run = Run(
            new LeakageRequest
            {
                Settings = new RunSettings { Inputs = [CliRun.Sample, CliRun.Sample], Output = sheet },
            }
        );
        Assert.Equal((int)ExitCode.Findings, run.Code);
        Assert.Contains("exact 12", run.Out, StringComparison.Ordinal);
        Assert.Contains("demo~2  12 of 12 rows affected", run.Out, StringComparison.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(sheet)[..4]);
        Assert.Contains("side by side", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingAlike_ExitsWithZeroAndDrawsNothing()
    {
        var run = Run(
            new LeakageRequest
            {
                Settings = new RunSettings
                {
                    Inputs = [CliRun.Sample],
                    Selection = new RowSelection { Items = ["0"] },
                    Output = _folder["none.png"],
                },
            }
        );
        Assert.Equal((int)ExitCode.Done, run.Code);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Run_IdOnBothSides_IsAFindingWhateverTheSlices()
    {
        var (a, b) = (_folder.Write("a.csv", "row,patient_id\none:0,1\none:1,2\n"u8.ToArray()), _folder["b.csv"]);
        File.Copy(CliRun.Sample, _folder["one.pkl.gz"]);
        File.Copy(CliRun.Sample, _folder["two.pkl.gz"]);
        File.WriteAllText(b, "row,patient_id\none:0,1\none:3,1\ntwo:6,1.0\ntwo:9,3\n");
        string[] leakage = ["split", "--leakage", _folder["one.pkl.gz"], _folder["two.pkl.gz"], "--rows", "one:0..3,two:6..9"];
        Assert.Equal(0, CliRun.Of(leakage).Code);
        Assert.Equal(0, CliRun.Of([.. leakage, "--columns-from", a]).Code);
        var run = CliRun.Of([.. leakage, "--columns-from", b]);
        Assert.Equal(1, run.Code);
        Assert.Contains("1 id stands on both sides", run.Out, StringComparison.Ordinal);
        Assert.Contains("patient_id 1 (written 1, 1.0: one id): 2 and 1 rows: one:0, one:3; two:6", run.Out, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(CliRun.Of([.. leakage, "--columns-from", b, "--json"]).Out);
        var id = Assert.Single(json.RootElement.GetProperty("ids").EnumerateArray());
        Assert.Equal("two:6", Assert.Single(id.GetProperty("b").EnumerateArray()).GetString());
        Assert.Equal(0, json.RootElement.GetProperty("pairs").GetArrayLength());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Run_ThresholdOutOfRange_IsUsage(double threshold) =>
        Assert.Throws<UsageException>(() =>
            Run(
                new LeakageRequest
                {
                    Settings = new RunSettings { Inputs = [CliRun.Sample] },
                    Threshold = threshold,
                }
            )
        );

    [Fact]
    public void Run_ThreeFiles_IsUsage() =>
        Assert.Throws<UsageException>(() => Run(new LeakageRequest { Settings = new RunSettings { Inputs = ["a", "b", "c"] } }));

    private static CliRun Run(LeakageRequest request)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = request.Execute(
            new Terminal
            {
                OpenInput = () => new MemoryStream(),
                Out = output,
                Error = error,
            }
        );
        return new CliRun((int)code, output.ToString(), error.ToString());
    }
}
