using System.Text;
using LungSeg.Core.Tests.Fixtures;

namespace LungSeg.Cli.Tests;

/// <summary>Runs the command line in this process and keeps what it writes.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    public static string Root => Repository.Root;

    public static string Sample { get; } = Path.Combine(Root, "samples", "demo.pkl.gz");

    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    public static CliRun Of(params string[] args) => With([], args);

    public static CliRun With(byte[] input, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CliHost.Run(args, new Terminal { OpenInput = () => new MemoryStream(input), Out = output, Error = error });
        return new CliRun(code, output.ToString(), error.ToString());
    }

    public static CliRun With(string input, params string[] args) => With(Encoding.UTF8.GetBytes(input), args);
}
