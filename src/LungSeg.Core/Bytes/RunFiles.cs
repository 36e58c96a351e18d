namespace LungSeg.Core.Bytes;

/// <summary>
/// The files and folders that one run reads. They must stay unchanged until the run ends, and no output of the run may replace them.
/// </summary>
/// <remarks>
/// A run lasts from <see cref="Enter"/> until the returned scope is disposed of, and includes the threads that are started in between. A
/// data set that is opened outside a run makes a run of its own.
/// </remarks>
public sealed class RunFiles
{
    private static readonly AsyncLocal<RunFiles?> Ambient = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileStatus> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>The current run; null outside a run.</summary>
    public static RunFiles? Current => Ambient.Value;

    /// <summary>Notes on failures that do not affect an output, such as a leftover that could not be deleted.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Whether the run has given an output its final name.</summary>
    public bool HasPublished { get; private set; }

    /// <summary>Makes this the current run until the returned scope is disposed of.</summary>
    public IDisposable Enter() => new Scope(this);

    /// <summary>Reads a whole file beside the inputs, such as a settings file, and remembers it as read by the current run.</summary>
    /// <exception cref="DatasetFormatException">The file changed since the run read it before.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        Current?.Expect(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>Remembers a file that the run is going to read.</summary>
    public void Expect(string path) => AddRead(path, FileStatus.Find(path));

    /// <summary>Throws where two outputs are the same file, or where an output is or holds a file that the run has read.</summary>
    /// <exception cref="InvalidRequestException">An output is refused; the message names it.</exception>
    public void RefuseTargets(IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            Refuse(target);
            if (!known.TryAdd(RealPath.Resolve(target), target))
            {
                throw new InvalidRequestException(RequestParameter.Output, $"{target} is given twice; give each output its own file");
            }
        }
    }

    /// <summary>Throws where an output would lie in an input folder: the next run would read the output with the folder.</summary>
    /// <exception cref="InvalidRequestException">The output would lie in an input.</exception>
    internal void RefuseWithinInputs(string target)
    {
        var real = RealPath.Resolve(target);
        string[] folders;
        lock (_gate)
        {
            folders = [.. _folders];
        }
        if (Array.Find(folders, folder => RealPath.IsOrLiesIn(real, RealPath.Resolve(folder))) is { } input)
        {
            throw new InvalidRequestException(
                RequestParameter.Output,
                $"{target} lies in the input {input} and would change it; choose another place for the output"
            );
        }
    }

    /// <summary>Lets an output replace a file that the run has read, where the run was asked to update that file.</summary>
    /// <param name="read">The file that was read.</param>
    /// <param name="target">The output; nothing happens where it is another file.</param>
    public void AllowUpdate(string read, string target)
    {
        if (RealPath.Resolve(read) != RealPath.Resolve(target))
        {
            return;
        }
        lock (_gate)
        {
            if (_read.Remove(Path.GetFullPath(read), out var status))
            {
                _names.Remove(status.Identity);
            }
        }
    }

    /// <summary>Throws where a file changed since the run read it.</summary>
    /// <exception cref="DatasetFormatException">A file changed; the message names it.</exception>
    public void CheckUnchanged()
    {
        KeyValuePair<string, FileStatus>[] read;
        lock (_gate)
        {
            read = [.. _read];
        }
        foreach (var (path, status) in read)
        {
            if (FileStatus.Find(path) != status)
            {
                lock (_gate)
                {
                    throw FormatError.Changed(new SourceName(_names.GetValueOrDefault(status.Identity) ?? path, null, "file"));
                }
            }
        }
    }

    /// <summary>Remembers the status that a file had when it was opened for reading.</summary>
    /// <exception cref="DatasetFormatException">The file changed since the run opened it before.</exception>
    internal void AddRead(string path, FileStatus? status)
    {
        if (status is not { IsRegular: true } regular)
        {
            return;
        }
        var full = Path.GetFullPath(path);
        lock (_gate)
        {
            if (!_read.TryAdd(full, regular) && _read[full] != regular)
            {
                throw FormatError.Changed(new SourceName(path, null, "file"));
            }
            _names.TryAdd(regular.Identity, path);
        }
    }

    /// <summary>Remembers a folder that is read.</summary>
    internal void AddFolder(string path)
    {
        lock (_gate)
        {
            _folders.Add(path);
        }
    }

    /// <summary>Throws where an output is or holds a file or folder that the run has read.</summary>
    /// <exception cref="InvalidRequestException">The output is or holds an input.</exception>
    internal void Refuse(string target)
    {
        if (FileStatus.Find(target) is not { } status)
        {
            return;
        }
        string? read;
        string[] paths;
        lock (_gate)
        {
            read = _names.GetValueOrDefault(status.Identity);
            paths = status.IsFolder ? [.. _read.Keys, .. _folders] : [];
        }
        if (read is not null)
        {
            throw Refused(target, "is", read);
        }
        var real = RealPath.Resolve(target);
        if (Array.Find(paths, path => RealPath.IsOrLiesIn(RealPath.Resolve(path), real)) is { } held)
        {
            throw Refused(target, RealPath.Resolve(held) == real ? "is" : "holds", held);
        }
    }

    internal void SetPublished() => HasPublished = true;

    internal void AddNote(string note)
    {
        lock (_gate)
        {
            if (!_notes.Contains(note))
            {
                _notes.Add(note);
            }
        }
    }

    private static InvalidRequestException Refused(string target, string what, string input) =>
        new(RequestParameter.Output, $"{target} {what} the input {input}; choose another place for the output");

    private sealed class Scope : IDisposable
    {
        private readonly RunFiles? _outer = Ambient.Value;

        public Scope(RunFiles files) => Ambient.Value = files;

        public void Dispose() => Ambient.Value = _outer;
    }
}
