using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Bytes;

/// <summary>
/// The files that one run reads and writes: what is read is to stay as it was until the end, and no output may take its place.
/// </summary>
/// <remarks>
/// A run is what happens between <see cref="Enter"/> and the end of its scope, on any thread that is started there. A data set that is
/// opened outside a run has one of its own.
/// </remarks>
public sealed class RunFiles
{
    private static readonly AsyncLocal<RunFiles?> Ambient = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileStatus> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<(ulong, ulong, string?), string> _names = [];
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>The run that goes on; null outside of one.</summary>
    public static RunFiles? Current => Ambient.Value;

    /// <summary>What could not be done and does not matter to the output, such as a leftover that stays.</summary>
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

    /// <summary>Whether an output of the run has its name.</summary>
    public bool HasPublished { get; private set; }

    /// <summary>Makes this the run that goes on until what is returned is disposed of.</summary>
    public IDisposable Enter() => new Scope(this);

    /// <summary>Reads a whole file that goes with the inputs.</summary>
    /// <exception cref="DatasetFormatException">It is not what it was when it was read before.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        Current?.Expect(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>Remembers a file that the run is going to read.</summary>
    public void Expect(string path) => AddRead(path, FileStatus.Find(path));

    /// <summary>Throws where two of the outputs are one file, or where one is a file that the run has read, or holds one.</summary>
    /// <exception cref="InvalidRequestException">One is.</exception>
    public void RefuseTargets(IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            Refuse(target);
            if (!known.TryAdd(OutputPath.Resolve(target), target))
            {
                throw new InvalidRequestException(RequestParameter.Output, $"{target} is given twice; give each output its own file");
            }
        }
    }

    /// <summary>Throws where an output would lie in a folder that is an input, and be read with it the next time.</summary>
    /// <exception cref="InvalidRequestException">It would.</exception>
    internal void RefuseWithinInputs(string target)
    {
        var real = OutputPath.Resolve(target);
        string[] folders;
        lock (_gate)
        {
            folders = [.. _folders];
        }
        if (Array.Find(folders, folder => OutputPath.IsOrLiesIn(real, OutputPath.Resolve(folder))) is { } input)
        {
            throw new InvalidRequestException(
                RequestParameter.Output,
                $"{target} lies in the input {input}, which would no longer be the same; choose another place for the output"
            );
        }
    }

    /// <summary>Lets an output take the place of a file that was read, which the run is asked to bring up to date.</summary>
    /// <param name="read">The file that was read.</param>
    /// <param name="target">The output; nothing happens where it is another file.</param>
    public void AllowUpdate(string read, string target)
    {
        if (OutputPath.Resolve(read) != OutputPath.Resolve(target))
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

    /// <summary>Throws where a file that was read is no longer what it was.</summary>
    /// <exception cref="DatasetFormatException">One is not; it names the file.</exception>
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
                throw FormatError.Changed(new SourceName(_names.GetValueOrDefault(status.Identity) ?? path, null, "file"));
            }
        }
    }

    /// <summary>Remembers a file that is read, as it was when it was opened.</summary>
    /// <exception cref="DatasetFormatException">It is not what it was when it was opened before.</exception>
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

    /// <summary>Throws where an output is, or holds, a file that the run has read.</summary>
    /// <exception cref="InvalidRequestException">It does.</exception>
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
        var real = OutputPath.Resolve(target);
        if (Array.Find(paths, path => OutputPath.IsOrLiesIn(OutputPath.Resolve(path), real)) is { } held)
        {
            throw Refused(target, OutputPath.Resolve(held) == real ? "is" : "holds", held);
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
