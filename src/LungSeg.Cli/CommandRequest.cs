using LungSeg.Core.Bytes;

namespace LungSeg.Cli;

/// <summary>What a command was asked for, checked before any input is opened.</summary>
internal abstract record CommandRequest
{
    /// <summary>What commands share.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>What <c>-o</c> means when shards of this request are joined; null where it has no shards.</summary>
    public virtual OutputUse? MergedOutput => null;

    /// <summary>Files that it reads when the inputs are open.</summary>
    public virtual IEnumerable<string> LaterInputs => [];

    /// <summary>Files and folders that it writes.</summary>
    public virtual IEnumerable<string> Targets =>
        Settings.Output is { } output and not "-" ? [Settings.Shard?.GetFolder(output) ?? output] : [];

    /// <summary>Does it: results go to standard output and to files, everything else to standard error.</summary>
    public abstract ExitCode Execute(Terminal terminal);

    /// <summary>Opens the inputs.</summary>
    /// <exception cref="InvalidRequestException">An output would take the place of an input, or of another output.</exception>
    protected InputSession OpenInputs(Terminal terminal)
    {
        var session = InputSession.Open(Settings, terminal);
        try
        {
            foreach (var path in LaterInputs)
            {
                RunFiles.Current?.Expect(path);
            }

            RunFiles.Current?.RefuseTargets(Targets);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}

/// <summary>What <c>-o</c> means when shards are joined.</summary>
internal enum OutputUse
{
    /// <summary>The whole is printed.</summary>
    None,

    /// <summary>A file may be written besides.</summary>
    Optional,

    /// <summary>The whole is a file or folder.</summary>
    Needed,
}
