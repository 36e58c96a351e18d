using System.Runtime.InteropServices;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Model;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Keeps edges and profiles, the largest parts of descriptors: those of the first slices in memory, all others in a temporary file. Beyond
/// that memory grows only by one sketch a row.
/// </summary>
/// <remarks>The file is read by position from several threads; the system caches it where memory is free.</remarks>
internal sealed class SliceStore : IDisposable
{
    /// <summary>Slices kept in memory: some 75 MB at 512 x 512 pixels.</summary>
    public const int MaxInMemory = 4096;

    /// <summary>Slices kept in memory where the figures of all rows are in memory too.</summary>
    public const int InMemoryBesideFigures = 700;

    private readonly int _maxInMemory;
    private readonly Lazy<SafeFileHandle> _file = new(() => TemporaryFile.Create(Path.GetTempPath()));
    private int _count;
    private long _length;

    /// <param name="maxInMemory">Number of slices kept in memory before the file is used.</param>
    public SliceStore(int maxInMemory = MaxInMemory) => _maxInMemory = maxInMemory;

    /// <summary>Keeps a slice. Called from any thread.</summary>
    /// <returns>A descriptor that reads its edges and profile from the store; valid until the store is disposed.</returns>
    /// <exception cref="IOException">Writing fails.</exception>
    public SliceDescriptor Keep(SliceDescriptor slice)
    {
        if (Interlocked.Increment(ref _count) <= _maxInMemory)
        {
            return slice;
        }
        byte[] bytes = [.. AsBytes<sbyte>(slice.Edges), .. AsBytes<short>(slice.Profile.Rows), .. AsBytes<short>(slice.Profile.Columns)];
        var offset = Interlocked.Add(ref _length, bytes.Length) - bytes.Length;
        TemporaryFile.Write(_file.Value, bytes, offset, Path.GetTempPath());
        return new SliceDescriptor(slice, this, offset);
    }

    /// <summary>Reads the edges of a kept slice.</summary>
    public void ReadEdges(long offset, Span<sbyte> edges) => Read(offset, MemoryMarshal.AsBytes(edges));

    /// <summary>Reads the profile of a kept slice.</summary>
    public SliceProfile ReadProfile(long offset, SliceSize size)
    {
        var (rows, columns) = (new short[size.Height], new short[size.Width]);
        Read(offset + SliceDescriptor.Length, MemoryMarshal.AsBytes(rows.AsSpan()));
        Read(offset + SliceDescriptor.Length + (sizeof(short) * (long)size.Height), MemoryMarshal.AsBytes(columns.AsSpan()));
        return new SliceProfile(rows, columns);
    }

    public void Dispose()
    {
        if (_file.IsValueCreated)
        {
            _file.Value.Dispose();
        }
    }

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    private void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var got = RandomAccess.Read(_file.Value, target, offset);
            if (got == 0)
            {
                throw new IOException("a temporary file has been cut");
            }
            offset += got;
            target = target[got..];
        }
    }
}
