using System.Diagnostics;
using System.Text;
using LungSeg.Core.Tests.Fixtures;

namespace LungSeg.Cli.Tests;

/// <summary>Runs the command line and keeps what it writes: in this process, or as the program that LUNGSEG_TEST_BIN names.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    private static readonly Dictionary<string, string> NoVariables = [];

    public static string Root => Repository.Root;

    public static string Sample { get; } = Path.Combine(Root, "samples", "demo.pkl.gz");

    /// <summary>A built program that the tests are for; null for this process.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("LUNGSEG_TEST_BIN") is { Length: > 0 } path ? path : null;

    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    public static CliRun Of(params string[] args) => With([], args);

    public static CliRun With(string input, params string[] args) => With(Encoding.UTF8.GetBytes(input), args);

    public static CliRun With(byte[] input, params string[] args) => Run(input, NoVariables, args);

    /// <summary>A run in an environment that has these variables.</summary>
    public static CliRun In(IReadOnlyDictionary<string, string> variables, params string[] args) => Run([], variables, args);

    /// <summary>A run whose settings are looked for in this folder; inputs are still relative to the working folder.</summary>
    public static CliRun At(string folder, params string[] args) => Run([], NoVariables, args, folder);

    /// <summary>Runs a program as a process.</summary>
    public static CliRun OfProcess(byte[] input, IReadOnlyDictionary<string, string> variables, string program, params string[] args) =>
        OfProcess(input, variables, program, args, folder: null);

    private static CliRun OfProcess(
        byte[] input,
        IReadOnlyDictionary<string, string> variables,
        string program,
        string[] args,
        string? folder
    )
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of its input, as it may.
        }

        process.WaitForExit();
        return new CliRun(process.ExitCode, output.Result, error.Result);
    }

    private static CliRun Run(byte[] input, IReadOnlyDictionary<string, string> variables, string[] args, string? folder = null)
    {
        if (Program is not null)
        {
            return OfProcess(input, variables, Program, args, folder);
        }
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            OpenInput = () => new MemoryStream(input),
            Out = output,
            Error = error,
            Variable = name => variables.GetValueOrDefault(name),
            Folder = folder ?? ".",
        };
        return new CliRun(CliHost.Run(args, terminal), output.ToString(), error.ToString());
    }
}
