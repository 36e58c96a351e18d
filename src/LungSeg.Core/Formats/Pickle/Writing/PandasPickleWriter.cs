using System.Runtime.InteropServices;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>
/// Writes a DataFrame pickle whose array bytes may arrive in any order and from several threads, although the file is column after
/// column: all offsets follow from the plan. Opens in pandas 1.1 to 3 with numpy 1 or 2.
/// </summary>
/// <remarks>
/// The bytes go to a temporary sibling that <see cref="Commit"/> moves to the final name; disposing without it deletes the sibling.
/// Nothing is buffered, so memory stays flat whatever the size of the file.
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

    /// <summary>Opens the temporary sibling and writes everything but the payloads.</summary>
    /// <param name="path">Final name of the file; packed where it ends in <c>.gz</c> or <c>.zst</c>.</param>
    /// <param name="plan">What the file will hold.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="jobs">Threads that pack.</param>
    /// <param name="scratch">Folder for what is not packed yet, where the path is within an output that is not published yet.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, another writer is at it, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
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

    /// <summary>Bytes that a cell's payload must have.</summary>
    /// <exception cref="ArgumentException">The frame has no array cell.</exception>
    internal long PayloadLength(int column, int row) => _layout.PayloadLength(new CellAddress(column, row));

    /// <summary>
    /// Writes a cell's array, or the part of it that starts at <paramref name="start"/>. Safe to call from several threads, each part
    /// once. Cells that share an array share its payload: write it through one of them.
    /// </summary>
    /// <param name="column">Column, from 0.</param>
    /// <param name="row">Row, from 0.</param>
    /// <param name="payload">Elements in the order and the dtype of the plan, little-endian.</param>
    /// <param name="start">Byte of the payload at which this part starts.</param>
    /// <exception cref="ArgumentException">The frame has no array cell, or the part does not fit it or comes twice.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
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
    /// <exception cref="IOException">The disk refuses.</exception>
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

    /// <summary>Flushes to the disk and gives the file its name.</summary>
    /// <exception cref="InvalidOperationException">A payload is missing or not whole.</exception>
    /// <exception cref="IOException">A file of that name came up meanwhile and may not be replaced, or the disk refuses.</exception>
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
