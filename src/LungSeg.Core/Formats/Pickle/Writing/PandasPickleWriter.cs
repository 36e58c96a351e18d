using System.Runtime.InteropServices;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>
/// Writes a DataFrame pickle for pandas 1.1 to 3 with numpy 1 or 2. The plan gives all offsets, so array bytes may come in any order and
/// from several threads.
/// </summary>
/// <remarks>
/// The bytes go to a temporary sibling, which <see cref="Commit"/> renames; Dispose without Commit deletes it. Memory does not grow with
/// the size of the file.
/// </remarks>
internal sealed class PandasPickleWriter : IDisposable
{
    private readonly PickleFramePlan _plan;
    private readonly PickleFrameLayout _layout;
    private readonly PackedOutput _file;
    private readonly long[] _written;
    private bool _isDisposed;

    private PandasPickleWriter(string path, PickleFramePlan plan, bool overwrite, int jobs, string? scratch)
    {
        _plan = plan;
        _layout = new PickleFrameLayout(plan);
        _written = new long[checked(plan.Columns.Count * plan.RowCount)];
        _file = scratch is null
            ? PackedOutput.Create(path, overwrite, _layout.Length, jobs)
            : PackedOutput.CreateStaged(path, scratch, _layout.Length, jobs);
    }

    /// <summary>Bytes of the finished file.</summary>
    internal long Length => _layout.Length;

    /// <summary>Creates the temporary sibling and writes everything except the payloads.</summary>
    /// <param name="path">Final name of the file; packed where it ends in <c>.gz</c> or <c>.zst</c>.</param>
    /// <param name="plan">Layout of the file.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="jobs">Threads for compression.</param>
    /// <param name="scratch">
    /// Folder for uncompressed data, where the path is within an output that is not published yet; null where it is the output.
    /// </param>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    internal static PandasPickleWriter Create(
        string path,
        PickleFramePlan plan,
        bool overwrite = false,
        int jobs = 1,
        string? scratch = null
    )
    {
        var writer = new PandasPickleWriter(path, plan, overwrite, jobs, scratch);
        bool isReady = false;
        try
        {
            foreach (var (offset, bytes) in writer._layout.Metadata())
            {
                RandomAccess.Write(writer._file.Handle, bytes.Span, offset);
            }

            isReady = true;
            return writer;
        }
        finally
        {
            if (!isReady)
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>Length of a cell's payload.</summary>
    /// <exception cref="ArgumentException">The frame has no array cell.</exception>
    internal long PayloadLength(int column, int row) => _layout.PayloadLength(new CellAddress(column, row));

    /// <summary>
    /// Writes a cell's array, or the part of it that starts at <paramref name="start"/>. Thread-safe; each part must be written once. Cells
    /// that share an array share its payload, which is written through one of them.
    /// </summary>
    /// <param name="column">Column, from 0.</param>
    /// <param name="row">Row, from 0.</param>
    /// <param name="payload">Elements in the order and dtype of the plan, little endian.</param>
    /// <param name="start">Byte of the payload at which this part starts.</param>
    /// <exception cref="ArgumentException">The frame has no such array cell, or the part does not fit or is written twice.</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    internal void WritePayload(int column, int row, ReadOnlySpan<byte> payload, long start = 0)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var cell = new CellAddress(column, row);
        long length = _layout.PayloadLength(cell);
        int owner = _layout.GetOwner(cell);
        if (start < 0 || start > length - payload.Length)
        {
            throw new ArgumentException(
                $"column {column}, row {row} takes {length} bytes, found {payload.Length} at {start}",
                nameof(payload)
            );
        }

        if (Interlocked.Add(ref _written[owner], payload.Length) > length)
        {
            throw new ArgumentException($"column {column}, row {row} is written twice", nameof(payload));
        }

        RandomAccess.Write(_file.Handle, payload, _layout.PayloadOffset(owner) + start);
    }

    /// <summary>Writes a cell's whole array.</summary>
    /// <exception cref="ArgumentException">The frame has no array cell, or its byte count differs.</exception>
    /// <exception cref="IOException">Writing fails.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    internal void WriteArray<T>(int column, int row, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("arrays are written as they lie in memory, which must be little-endian");
        }

        var payload = MemoryMarshal.AsBytes(values);
        long length = PayloadLength(column, row);
        if (payload.Length != length)
        {
            throw new ArgumentException($"column {column}, row {row} takes {length} bytes, found {payload.Length}", nameof(values));
        }

        WritePayload(column, row, payload);
    }

    /// <summary>Flushes to disk and renames the file.</summary>
    /// <exception cref="InvalidOperationException">A payload is missing or incomplete.</exception>
    /// <exception cref="IOException">The file exists by now and may not be replaced, or writing fails.</exception>
    internal void Commit()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckComplete();
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _file.Dispose();
    }

    private void CheckComplete()
    {
        for (int column = 0; column < _plan.Columns.Count; column++)
        {
            if (_plan.Columns[column] is not PickleArrayColumn)
            {
                continue;
            }

            for (int row = 0; row < _plan.RowCount; row++)
            {
                var cell = new CellAddress(column, row);
                long written = _written[_layout.GetOwner(cell)];
                long length = _layout.PayloadLength(cell);
                if (written != length)
                {
                    throw new InvalidOperationException($"column {column}, row {row} has {written} of {length} bytes");
                }
            }
        }
    }
}
