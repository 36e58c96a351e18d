using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Formats.Folders;

/// <summary>Keeps the last packed files of a folder unpacked, so that reading a volume slice by slice unpacks it once.</summary>
/// <remarks>Safe on several threads. Unused files are deleted when others are unpacked, so that the disk holds only some volumes.</remarks>
internal sealed class UnpackedFiles(FolderSource folder, FolderReading reading) : IDisposable
{
    private const int MaxKept = 8;
    private readonly Lock _gate = new();

    /// <summary>The files, in the order of their last use.</summary>
    private readonly List<Entry> _entries = [];

    /// <summary>Opens a packed file unpacked.</summary>
    /// <param name="file">The file, relative to the folder.</param>
    /// <param name="format">Format in messages.</param>
    /// <param name="maximum">Maximum number of unpacked bytes.</param>
    /// <param name="opened">The file, where it is open already.</param>
    /// <param name="open">Opens its content; null for gzip.</param>
    /// <exception cref="DatasetFormatException">The file is damaged, or unpacks to more than <paramref name="maximum"/> bytes or the limits
    /// allow.</exception>
    public IByteSource Open(string file, string format, long maximum, IByteSource? opened = null, Func<IByteSource, Stream>? open = null)
    {
        var entry = Take(file);
        try
        {
            lock (entry.Gate)
            {
                if (entry.Content is null)
                {
                    using var packed = opened is null ? folder.OpenFile(file, format) : null;
                    entry.Content = Unpack(opened ?? packed!, open ?? GzipContent.Open, maximum);
                }
            }
            return new Lease(entry.Content, () => Release(entry));
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var entry in _entries)
        {
            entry.Content?.Dispose();
        }
        _entries.Clear();
    }

    private FileByteSource Unpack(IByteSource packed, Func<IByteSource, Stream> open, long maximum)
    {
        using var stream = open(packed);
        var limits = reading.Limits with { MaxUnpackedBytes = Math.Min(maximum, reading.Limits.MaxUnpackedBytes) };
        var (content, damage) = TemporaryFile.Fill(stream, packed.Name, reading.TemporaryFolder ?? Path.GetTempPath(), limits);
        if (damage is null)
        {
            return content;
        }
        content.Dispose();
        throw damage;
    }

    private Entry Take(string file)
    {
        lock (_gate)
        {
            var at = _entries.FindIndex(entry => entry.File == file);
            var entry = at < 0 ? new Entry(file) : _entries[at];
            if (at >= 0)
            {
                _entries.RemoveAt(at);
            }
            _entries.Add(entry);
            entry.Users++;
            for (var i = 0; _entries.Count > MaxKept && i < _entries.Count; i++)
            {
                if (_entries[i].Users > 0)
                {
                    continue;
                }
                _entries[i].Content?.Dispose();
                _entries.RemoveAt(i--);
            }

            return entry;
        }
    }

    private void Release(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
        }
    }

    /// <summary>One file.</summary>
    private sealed class Entry(string file)
    {
        public string File => file;

        public Lock Gate { get; } = new();

        public FileByteSource? Content { get; set; }

        public int Users { get; set; }
    }

    /// <summary>The content of a file for as long as someone reads it.</summary>
    private sealed class Lease(FileByteSource content, Action release) : IByteSource
    {
        public SourceName Name => content.Name;

        public long Length => content.Length;

        public int Read(long offset, Span<byte> destination) => content.Read(offset, destination);

        public void Dispose() => release();
    }
}
