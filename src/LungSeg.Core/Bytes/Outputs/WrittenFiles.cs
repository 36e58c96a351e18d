using System.Collections.Concurrent;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>A file of an output, as it was written.</summary>
/// <param name="Path">Path below the output, with forward slashes.</param>
/// <param name="Length">Size, bytes.</param>
/// <param name="XxHash128">Digest of its bytes, lower-case hexadecimal.</param>
/// <param name="Sha256">SHA-256 of its bytes, where asked for; else null.</param>
internal sealed record WrittenFile(string Path, long Length, string XxHash128, string? Sha256);

/// <summary>
/// The files of an output folder: names and sizes are recorded as files are written, and checked later. Safe on several threads.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="isWholeFolder">Whether the folder must hold no other files.</param>
internal sealed class WrittenFiles(string folder, bool isWholeFolder = true)
{
    private readonly ConcurrentDictionary<string, (long Length, UInt128? Hash, string? Sha256)> _files = new(StringComparer.Ordinal);

    /// <summary>Paths of the files below the folder, sorted.</summary>
    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>Number of files, and their size in bytes.</summary>
    public (int Files, long Bytes) Measure() => (_files.Count, _files.Values.Sum(file => file.Length));

    /// <summary>Full path of a file.</summary>
    public string GetPath(string name) => Path.Combine(folder, name);

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">Writing fails.</exception>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(Place(name), bytes);
        _files[name] = (bytes.Length, System.IO.Hashing.XxHash128.HashToUInt128(bytes), null);
    }

    /// <summary>Creates a file, whose size is recorded when it is closed.</summary>
    /// <exception cref="IOException">The file exists, or writing fails.</exception>
    public FileStream Create(string name, int bufferSize = 4096) => new WrittenStream(this, name, Place(name), bufferSize);

    /// <summary>Records a file that is already written.</summary>
    /// <exception cref="IOException">The file is missing.</exception>
    public void Add(string name) => _files[name] = (new FileInfo(GetPath(name)).Length, null, null);

    /// <summary>Throws where a file is missing, or has another size than was written.</summary>
    /// <exception cref="IOException">A file is missing or has another size.</exception>
    public void CheckSizes()
    {
        foreach (var name in _files.Keys)
        {
            CheckSize(name);
        }
    }

    /// <summary>
    /// Throws where a file is missing, has another size than was written, or was not written by this run. Computes digests that are not
    /// known yet.
    /// </summary>
    /// <param name="withSha256">Whether to compute SHA-256 too.</param>
    /// <param name="jobs">Threads.</param>
    /// <returns>The files, sorted by path.</returns>
    /// <exception cref="IOException">A file is missing, has another size, or was not written by this run.</exception>
    public WrittenFile[] Check(bool withSha256, int jobs)
    {
        string[] names = [.. Names];
        var files = new WrittenFile[names.Length];
        Parallel.For(0, names.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs }, i => files[i] = Check(names[i], withSha256));
        if (!isWholeFolder)
        {
            return files;
        }
        return OutputContents.ListFiles(folder).Find(name => !_files.ContainsKey(name)) is not { } other
            ? files
            : throw new IOException($"{other} in the unfinished output was not written by this run: another program put it there");
    }

    private WrittenFile Check(string name, bool withSha256)
    {
        CheckSize(name);
        var (length, hash, sha) = _files[name];
        if (hash is null || (withSha256 && sha is null))
        {
            (hash, sha) = Hash(GetPath(name), withSha256);
            _files[name] = (length, hash, sha);
        }
        var text = hash.Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
        return new WrittenFile(name, length, text, withSha256 ? sha : null);
    }

    private void CheckSize(string name)
    {
        if (FileStatus.Find(GetPath(name)) is not { } status)
        {
            throw new IOException($"{name} of the unfinished output is gone: a scratch cleaner or another program deleted it");
        }
        if (status.Length != _files[name].Length)
        {
            throw new IOException(
                FormattableString.Invariant(
                    $"{name} of the unfinished output has {status.Length} bytes, {_files[name].Length} were written"
                )
            );
        }
    }

    private static (UInt128 Hash, string? Sha256) Hash(string path, bool withSha256)
    {
        // Not an input of the run, which would be compared with what the run writes.
        using var file = FileByteSource.Own(File.OpenHandle(path), new SourceName(path, null, "file"));
        var digest = ContentDigest.Compute(file, DigestKinds.XxHash128 | (withSha256 ? DigestKinds.Sha256 : DigestKinds.None));
        return (digest.XxHash128!.Value, digest.Sha256);
    }

    private string Place(string name)
    {
        var path = GetPath(name);
        OpenOutputs.MakeFolder(Path.GetDirectoryName(path)!);
        return path;
    }

    private sealed class WrittenStream(WrittenFiles owner, string name, string path, int bufferSize)
        : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize)
    {
        private const int LargeWrite = 1 << 20;
        private bool _isClosed;

        // A derived stream copies what it writes to an array of the shared pool first, which would keep a large one.
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length < LargeWrite)
            {
                base.Write(buffer);
                return;
            }
            Flush();
            RandomAccess.Write(SafeFileHandle, buffer, Position);
            Position += buffer.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                Flush();
                owner._files[name] = (Length, null, null);
            }
            base.Dispose(disposing);
        }
    }
}
