using System.CommandLine;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Completion;

/// <summary>Rows and labels of the inputs on a command line, where their index can be read within <see cref="Patience"/>.</summary>
internal static class InputRows
{
    private static readonly ReadLimits Limits = new()
    {
        IndexBytesBase = 64L << 20,
        IndexBytesPerFileByte = 0,
        MaxUnpackedBytes = 256L << 20,
    };

    /// <summary>Maximum time that the shell waits.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Names of rows, each with its label.</summary>
    public static IReadOnlyList<Candidate> Names(Command command, string[] words, Terminal terminal) =>
        Read(command, words, terminal, rows => rows.Select(row => new Candidate(row.Name, row.FoundLabelText ?? string.Empty)));

    /// <summary>Labels of the inputs, each with its number of rows.</summary>
    public static IReadOnlyList<Candidate> Labels(Command command, string[] words, Terminal terminal) =>
        Read(
            command,
            words,
            terminal,
            rows =>
                rows.Where(row => !string.IsNullOrEmpty(row.FoundLabelText))
                    .GroupBy(row => row.FoundLabelText!, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new Candidate(group.Key, Quantity.Of(group.Count(), "row")))
        );

    private static Candidate[] Read(
        Command command,
        string[] words,
        Terminal terminal,
        Func<IEnumerable<DatasetRow>, IEnumerable<Candidate>> of
    )
    {
        if (command.Arguments is not [var argument, ..])
        {
            return [];
        }
        var parse = command.Parse(words, CliHost.Parsing);
        var paths = parse.GetResult(argument)?.Tokens.Select(token => token.Value).Where(path => path != "-").ToArray() ?? [];
        var options = new DatasetOptions
        {
            Format = parse.GetValue<string?>("--from"),
            Limits = Limits,
            TemporaryFolder = terminal.Variable("TMPDIR"),
        };

        // A path may be a pipe without a writer, or on a disk that does not respond. The thread ends with the process.
        var read = Task.Factory.StartNew(
            () => Read(paths, options, of),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        return Task.WaitAny([read], Patience) == 0 && read.IsCompletedSuccessfully ? read.Result : [];
    }

    /// <summary>Rows of the inputs that can be read. The command itself reports errors.</summary>
    private static Candidate[] Read(string[] paths, DatasetOptions options, Func<IEnumerable<DatasetRow>, IEnumerable<Candidate>> of)
    {
        using var opener = new DatasetOpener(options);
        foreach (var path in paths)
        {
            try
            {
                opener.Add(path);
            }
            catch (Exception e) when (e is DatasetFormatException or IOException or UnauthorizedAccessException or InvalidRequestException)
            {
                continue;
            }
        }

        using var dataset = opener.Finish();
        return [.. of(dataset.Rows)];
    }
}
