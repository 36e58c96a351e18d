using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LungSeg.Cli.Commands;
using LungSeg.Cli.Configuration;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli;

/// <summary>Parses the command line, runs the command, and turns exceptions into one line and an exit code.</summary>
internal static class CliHost
{
    /// <summary>
    /// Turns off response files. Otherwise the parser expands @FILE, and <c>--rows @list</c> takes line 1 of the file as its value and line
    /// 2 as an input.
    /// </summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Options that stand without a command.</summary>
    private static readonly string[] ProgramOptions = ["--help", "-h", "-?", "/h", "/?", "--version"];

    public static int Run(string[] args, Terminal terminal)
    {
        var files = new RunFiles();
        using var run = files.Enter();
        var code = RunCommand(args, terminal);
        try
        {
            terminal.Out.Flush();
            if (code is ExitCode.Done or ExitCode.Findings && !files.HasPublished)
            {
                files.CheckUnchanged();
            }

            foreach (var note in files.Notes)
            {
                terminal.Error.WriteLine($"lungseg: {OneLine(note)}");
            }
        }
        catch (Exception e) when (SpareDescriptors.Release() && e is IOException or UnauthorizedAccessException or DatasetFormatException)
        {
            return (int)Report(e, terminal);
        }

        return (int)code;
    }

    /// <summary>Creates the command that the arguments name; none where they name no command.</summary>
    private static RootCommand CreateRoot(string[] args, Terminal terminal, Func<Terminal> configured)
    {
        var root = new RootCommand();
        if (args is [var first, ..] && !ProgramOptions.Contains(first))
        {
            var command = CommandCatalog.Get(first);
            command.SetAction(parse => (int)command.Run(parse, configured()));
            root.Subcommands.Add(command);
        }

        var help = new Manual.HelpAction(terminal);
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = help;
        }

        root.SetAction(parse => help.Invoke(parse));
        return root;
    }

    private static ExitCode RunCommand(string[] args, Terminal terminal)
    {
        var debug = args.Contains("--debug");
        ConfiguredCommand? line = null;
        try
        {
            SpareDescriptors.Reserve();
            if (RawArguments.FindUndecodable(args) is { } undecodable)
            {
                terminal.Error.WriteLine(
                    $"lungseg: {OneLine(undecodable)}: names and values are expected in UTF-8; rename the file, or give its folder"
                );
                return ExitCode.Input;
            }

            args = TranslateHelp(args);
            terminal = terminal with { Arguments = args };
            var root = CreateRoot(args, terminal, () => line!.Terminal);
            line = ConfiguredCommand.Create(
                root.Parse(args, Parsing),
                (options, inputs) => root.Parse([args[0], .. options, .. args[1..], .. inputs], Parsing),
                terminal
            );
            var parse = line.Parse;
            foreach (var text in debug ? line.Describe() : [])
            {
                terminal.Error.WriteLine($"lungseg: {OneLine(text)}");
            }

            if (parse.Action is ParseErrorAction)
            {
                foreach (var error in parse.Errors)
                {
                    terminal.Error.WriteLine($"lungseg: {OneLine(line.AddPlace(ParseErrorText.Describe(error)))}");
                }

                var name = parse.CommandResult.Command is CliCommand command ? $"{command.Name} " : string.Empty;
                terminal.Error.WriteLine($"lungseg: see 'lungseg {name}--help'");
                return ExitCode.Usage;
            }

            if (UnknownOption.Find(parse) is { } unknown)
            {
                throw new UsageException(unknown);
            }

            if (EmptyValue.Find(parse) is { } empty)
            {
                throw new UsageException(empty);
            }

            return (ExitCode)
                parse.Invoke(
                    new()
                    {
                        Output = terminal.Out,
                        Error = terminal.Error,
                        EnableDefaultExceptionHandler = false,
                    }
                );
        }
        catch (Exception e)
            when (SpareDescriptors.Release()
                && (!debug || e is UsageException or NoRowsException or InvalidRequestException or UnreadRowsException)
            )
        {
            return Report(e, terminal, line);
        }
    }

    /// <summary>Writes one line about an exception and returns its exit code.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="line">The command line, which knows the places of settings; null where there is none.</param>
    public static ExitCode Report(Exception e, Terminal terminal, ConfiguredCommand? line = null)
    {
        if (Interruption.Code is { } interrupted)
        {
            return interrupted;
        }

        // The runtime wraps exceptions of static constructors and tasks; the message is about the exception inside.
        var cause = e is AggregateException or TypeInitializationException or TaskSchedulerException ? e.GetBaseException() : e;
        var (code, message) = GetOutcome(cause);
        message = code == ExitCode.Usage ? line?.AddPlace(message) ?? message : message;
        try
        {
            terminal.Error.WriteLine($"lungseg: {OneLine(message)}");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed; only the exit code is left.
        }

        return code;
    }

    private static (ExitCode Code, string Message) GetOutcome(Exception e) =>
        e switch
        {
            UsageException or NoRowsException or InvalidRequestException => (ExitCode.Usage, ErrorText.Describe(e)),
            UnreadRowsException unread => (unread.Code, unread.Message),
            DatasetFormatException => (ExitCode.Input, ErrorText.Describe(e)),
            OperationCanceledException => (ExitCode.Interrupted, "interrupted"),
            FileNotFoundException { FileName: { } library } when library.Contains(", Version=", StringComparison.Ordinal) => (
                ExitCode.Environment,
                $"the library {library.Split(',')[0]} of the program cannot be loaded: the limit on open files (ulimit -n) is too low, "
                    + "or it is missing"
            ),
            DllNotFoundException => (
                ExitCode.Environment,
                "a library of the runtime cannot be loaded: the limit on open files (ulimit -n) is too low, or it is missing"
            ),
            OutOfMemoryException or TaskSchedulerException => (
                ExitCode.Environment,
                "there is not enough memory, or a limit (ulimit) on memory, threads or open files is too low"
            ),
            IOException or UnauthorizedAccessException => (ExitCode.Environment, ErrorText.Describe(e)),
            ArgumentOutOfRangeException when IsFileTooLarge(e) => (
                ExitCode.Environment,
                "a file cannot grow any more: the limit on file sizes (ulimit -f) or of the file system is reached"
            ),
            _ => (ExitCode.Internal, $"internal error: {e.GetType().Name}: {e.Message}; run again with --debug and report it"),
        };

    /// <summary>Whether this is the exception that .NET throws where a write fails with EFBIG.</summary>
    private static bool IsFileTooLarge(Exception e) =>
        e.StackTrace?.Contains("System.IO.RandomAccess.Write", StringComparison.Ordinal) == true;

    private static string OneLine(string message) => PrintableText.Escape(message.ReplaceLineEndings(" "));

    /// <summary>Turns <c>help CMD</c> into <c>CMD --help</c>.</summary>
    private static string[] TranslateHelp(string[] args) =>
        args switch
        {
            ["help", var name, ..] when name[..Math.Min(1, name.Length)] != "-" => [CommandCatalog.Get(name).Name, "--help"],
            ["help", ..] => ["--help"],
            _ => args,
        };
}
