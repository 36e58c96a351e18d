using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Cli;

/// <summary>The request to a command, validated before any input is opened.</summary>
internal abstract record CommandRequest
{
    /// <summary>Settings that commands share.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>Whether a merge of this request's shards takes <c>-o</c>; null where the request cannot be sharded.</summary>
    public virtual OutputUse? MergedOutput => null;

    /// <summary>Files that the request reads after the inputs are opened.</summary>
    public virtual IEnumerable<string> LaterInputs => [];

    /// <summary>Files and folders that the request writes.</summary>
    public virtual IEnumerable<string> Targets =>
        Settings.Output is { } output and not "-" ? [Settings.Shard?.GetFolder(output) ?? output] : [];

    /// <summary>Files among the targets that are written at the end; where one exists, the run is refused before its work.</summary>
    protected virtual IEnumerable<string> FinalFiles => [];

    /// <summary>Executes the request. Results go to standard output and to files, everything else to standard error.</summary>
    public abstract ExitCode Execute(Terminal terminal);

    /// <summary>Opens the inputs.</summary>
    /// <exception cref="InvalidRequestException">An output would replace an input or another output.</exception>
    /// <exception cref="IOException">An output cannot be written, as far as that is known before the work.</exception>
    protected InputSession OpenInputs(Terminal terminal)
    {
        TryTargets();
        var session = InputSession.Open(Settings, terminal);
        try
        {
            CheckTargets();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Throws where the folder of an output is missing or cannot be written to.</summary>
    /// <exception cref="IOException">An output cannot be written, as far as that is known before the work.</exception>
    protected void TryTargets()
    {
        foreach (var path in Settings.DryRun ? [] : Targets)
        {
            OutputFolder.Try(path);
        }
    }

    /// <summary>Throws where an output may not be written, once it is known which files the run reads.</summary>
    /// <exception cref="InvalidRequestException">An output would replace an input or another output.</exception>
    /// <exception cref="IOException">An output exists and may not be replaced.</exception>
    protected void CheckTargets()
    {
        foreach (var path in LaterInputs)
        {
            RunFiles.Current?.Expect(path);
        }

        RunFiles.Current?.RefuseTargets(Targets);
        foreach (var path in Settings.DryRun ? [] : FinalFiles)
        {
            TextFile.RefuseExisting(path, Settings.Force);
        }
    }
}

/// <summary>Whether a merge takes <c>-o</c>.</summary>
internal enum OutputUse
{
    /// <summary>It does not: the result is printed.</summary>
    None,

    /// <summary>It can: the result is printed, and a file is written too where <c>-o</c> is given.</summary>
    Optional,

    /// <summary>It needs <c>-o</c>: the result is a file or folder.</summary>
    Needed,
}
