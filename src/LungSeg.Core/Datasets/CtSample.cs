using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using NumSharp;

namespace LungSeg.Core.Datasets;

/// <summary>The arrays of one row, each read at first use, in C order and native byte order.</summary>
/// <remarks>Owns their memory: arrays are valid until <see cref="Dispose"/>; then another row reuses the memory. Not thread-safe.</remarks>
public sealed class CtSample : IDisposable
{
    private readonly List<PixelBuffer> _buffers = [];
    private readonly List<(ArrayInfo Array, PixelBuffer Values)> _values = [];
    private NDArray? _mask;
    private NDArray? _hu;
    private NDArray? _huOld;
    private bool _disposed;

    internal CtSample(DatasetRow row) => Row = row;

    /// <summary>The row.</summary>
    public DatasetRow Row { get; }

    /// <summary>The Lung-RADS class; null where the label is not a class.</summary>
    public LungRads? Label => Row.Label;

    /// <summary>Cancer area [row, col], int8 in the published files, 0 or 1.</summary>
    /// <exception cref="InvalidOperationException">The row has no such array.</exception>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public NDArray Mask => _mask ??= Read(Row.Mask, DatasetColumns.Mask);

    /// <summary>HU with the non-lung area dropped [row, col], float64 in the published files.</summary>
    /// <exception cref="InvalidOperationException">The row has no such array.</exception>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public NDArray Hu => _hu ??= Read(Row.Hu, DatasetColumns.Hu);

    /// <summary>HU as the scanner gave them [row, col], float64 in the published files.</summary>
    /// <exception cref="InvalidOperationException">The row has no such array.</exception>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public NDArray HuOld => _huOld ??= Read(Row.HuOld, DatasetColumns.HuOld);

    /// <summary>
    /// Values of one of the row's arrays as float64, [row, col] in C order, whatever its dtype. They are read once and cached.
    /// </summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public ReadOnlySpan<double> ReadValues(ArrayInfo array)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var read in _values)
        {
            if (ReferenceEquals(read.Array, array))
            {
                return MemoryMarshal.Cast<byte, double>(read.Values.Span);
            }
        }

        var values = ReadRaw(array);
        if (array.DType is not { Kind: 'f', ItemSize: 8 })
        {
            var raw = values;
            values = Rent(array.Count * sizeof(double));
            ElementConversion.ToDouble(raw.Span, array.DType, MemoryMarshal.Cast<byte, double>(values.Span));
            raw.Dispose();
        }

        _values.Add((array, values));
        return MemoryMarshal.Cast<byte, double>(values.Span);
    }

    /// <summary>Gives back the memory of large values that are hardly asked for again. Where they are, they are read anew.</summary>
    internal void Forget(ArrayInfo array)
    {
        var at = _values.FindIndex(read => ReferenceEquals(read.Array, array));
        if (at < 0 || _values[at].Values is not { Length: >= (int)LargeMemory.LargeBytes } values)
        {
            return;
        }
        _values.RemoveAt(at);
        values.Dispose();
        LargeMemory.Release(values.Length);
    }

    /// <summary>One of the row's arrays as bytes, [row, col] in C order, in the array's dtype and native byte order.</summary>
    internal ReadOnlySpan<byte> ReadBytes(ArrayInfo array) =>
        array.DType is { Kind: 'f', ItemSize: 8 } && _values.Find(read => ReferenceEquals(read.Array, array)).Values is { } values
            ? values.Span
            : ReadRaw(array).Span;

    /// <summary>As <see cref="ReadBytes"/>, in an array of its own, which outlives this object.</summary>
    internal byte[] ReadOwnBytes(ArrayInfo array)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var bytes = GC.AllocateUninitializedArray<byte>(GetLength(array.ByteLength));
        Fill(array, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _mask?.Dispose();
        _hu?.Dispose();
        _huOld?.Dispose();
        var largest = 0;
        foreach (var buffer in _buffers)
        {
            largest = Math.Max(largest, buffer.Length);
            buffer.Dispose();
        }
        _buffers.Clear();
        _values.Clear();
        LargeMemory.Release(largest);
    }

    private unsafe NDArray Read(ArrayInfo? array, string column)
    {
        if (array is null)
        {
            throw new InvalidOperationException($"row {Row.Name} has no array in column {column}");
        }
        if (array.Shape.FirstOrDefault(length => length > int.MaxValue) is var longest and not 0)
        {
            throw FormatError.TooLarge(Row.Input.Source.Name, "the length of an array's axis", longest, int.MaxValue);
        }
        var buffer = ReadRaw(array);
        var memory = buffer.Memory;
        var shape = array.Shape.Select(length => (int)length).ToArray();

        // The memory is pinned for its whole life; the closure keeps it alive as long as the NDArray.
        var flat = np.frombuffer(
            Unsafe.AsPointer(ref memory[0]),
            Math.Max(array.DType.ItemSize, buffer.Length),
            TypeCode(array),
            array.Count,
            0,
            () => GC.KeepAlive(memory)
        );
        return shape.Length == 1 ? flat : flat.reshape(shape);
    }

    private PixelBuffer ReadRaw(ArrayInfo array)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var buffer = Rent(array.ByteLength);
        Fill(array, buffer.Span);
        return buffer;
    }

    private void Fill(ArrayInfo array, Span<byte> destination)
    {
        try
        {
            ArrayReader.Read(array.UnpackedSource ?? Row.Input.Source, array, destination);
        }
        catch (DatasetFormatException e) when (array.Coloured is not null && e.Fault == Fault.Unsupported)
        {
            throw SliceCell.Refusal(
                Row,
                SliceCell.ColumnOf(Row, array),
                $"a picture whose colour channels differ, {SliceCell.Text(array)}"
            );
        }
    }

    private PixelBuffer Rent(long length)
    {
        var buffer = PixelBufferPool.Shared.Rent(GetLength(length));
        _buffers.Add(buffer);
        return buffer;
    }

    private int GetLength(long bytes) =>
        bytes <= Array.MaxLength
            ? (int)bytes
            : throw FormatError.TooLarge(Row.Input.Source.Name, "one array, in bytes,", bytes, Array.MaxLength);

    private NPTypeCode TypeCode(ArrayInfo array) =>
        (array.DType.Kind, array.DType.ItemSize) switch
        {
            ('b', _) => NPTypeCode.Boolean,
            ('i', 1) => NPTypeCode.SByte,
            ('i', 2) => NPTypeCode.Int16,
            ('i', 4) => NPTypeCode.Int32,
            ('i', 8) => NPTypeCode.Int64,
            ('u', 1) => NPTypeCode.Byte,
            ('u', 2) => NPTypeCode.UInt16,
            ('u', 4) => NPTypeCode.UInt32,
            ('u', 8) => NPTypeCode.UInt64,
            ('f', 2) => NPTypeCode.Half,
            ('f', 4) => NPTypeCode.Single,
            ('f', 8) => NPTypeCode.Double,
            _ => throw FormatError.Unsupported(Row.Input.Source.Name, $"values of dtype {array.DType.Name} are not read"),
        };
}
