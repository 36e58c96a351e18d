using System.Diagnostics;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Describes an array in a file: dtype, shape, order and position, without its values.</summary>
/// <remarks>Two cells that hold the same object in Python hold the same instance of this class.</remarks>
public sealed class ArrayInfo
{
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly TextPlaces? _textPlaces;
    private ArrayInfo? _slice;

    private ArrayInfo(DType dtype, long[] shape, long[] strides, long firstElement, Payload payload, TextPlaces? textPlaces)
    {
        _textPlaces = textPlaces;
        DType = dtype;
        _shape = shape;
        _strides = strides;
        FirstElement = firstElement;
        Payload = payload;
        Count = CountElements(shape);
        Order =
            IsContiguous(fortran: false) ? ElementOrder.C
            : IsContiguous(fortran: true) ? ElementOrder.F
            : ElementOrder.Strided;
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Lengths of the axes; [row, col] for a slice.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The shape in the file: [row, col, channel] of a colour picture whose equal channels are read as [row, col].</summary>
    public IReadOnlyList<long> StoredShape => (Coloured ?? this).Shape;

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>Order of the elements in the file.</summary>
    public ElementOrder Order { get; }

    /// <summary>Bytes of the decoded values.</summary>
    public long ByteLength => Count * DType.ItemSize;

    /// <summary>First byte in the file; null where the bytes are not contiguous in it.</summary>
    public long? Offset => Decoder is null && UnpackedSource is null && IsContiguousRaw ? FirstByte : null;

    /// <summary>Whether the values are raw and contiguous, in the file or in an unpacked member.</summary>
    internal bool IsContiguousRaw => Decoder is null && Payload.Encoding == PayloadEncoding.Raw && Order != ElementOrder.Strided;

    /// <summary>Byte of the first element in the payload's source.</summary>
    internal long FirstByte => Payload.Offset + (FirstElement * DType.ItemSize);

    /// <summary>The unpacked member of an archive that holds the values; null where the input's own source holds them.</summary>
    internal IByteSource? UnpackedSource { get; private init; }

    /// <summary>Computes the values; null where the file holds them.</summary>
    internal IArrayDecoder? Decoder { get; private init; }

    /// <summary>The array [row, col, channel] in the file of which this is the one channel; null elsewhere.</summary>
    internal ArrayInfo? Coloured { get; private init; }

    internal ReadOnlySpan<long> Strides => _strides;

    internal long FirstElement { get; }

    internal Payload Payload { get; }

    /// <summary>Positions at which decoding of a text payload can start.</summary>
    internal TextPlaces TextPlaces => _textPlaces ?? throw new UnreachableException("the payload is not text");

    /// <summary>The array of which this is a part, the same instance for all its parts; null where this is not a part.</summary>
    internal ArrayInfo? Stack { get; private init; }

    /// <summary>Whether this is a part of another array, whose payload it shares.</summary>
    internal bool IsPart => Stack is not null;

    internal bool HasShapeOf(ArrayInfo other) => _shape.AsSpan().SequenceEqual(other._shape);

    /// <summary>An array that fills its payload.</summary>
    internal static ArrayInfo Contiguous(DType dtype, long[] shape, bool fortran, Payload payload) =>
        new(dtype, shape, GetStrides(shape, fortran), 0, payload, payload.Encoding == PayloadEncoding.Raw ? null : new TextPlaces());

    /// <summary>An array whose values a decoder computes when they are read, in C order and native byte order.</summary>
    /// <param name="dtype">Type of the values as they are read.</param>
    /// <param name="shape">Shape as it is read.</param>
    /// <param name="payload">The bytes that the values are computed from, for messages.</param>
    /// <param name="decoder">Computes the values.</param>
    internal static ArrayInfo Decoded(DType dtype, long[] shape, Payload payload, IArrayDecoder decoder) =>
        new(dtype, shape, GetStrides(shape, fortran: false), 0, payload, null) { Decoder = decoder };

    /// <summary>The one channel of this array [row, col, channel], which <paramref name="decoder"/> reads.</summary>
    internal ArrayInfo Channel(IArrayDecoder decoder) =>
        new(DType.With(ByteOrder.Little), _shape[..2], GetStrides(_shape[..2], fortran: false), 0, Payload, null)
        {
            Decoder = decoder,
            Coloured = this,
            UnpackedSource = UnpackedSource,
        };

    /// <summary>The same values without an axis of length 1.</summary>
    internal ArrayInfo WithoutAxis(int axis) =>
        new(
            DType,
            [.. _shape[..axis], .. _shape[(axis + 1)..]],
            [.. _strides[..axis], .. _strides[(axis + 1)..]],
            FirstElement,
            Payload,
            _textPlaces
        )
        {
            Stack = Stack,
            UnpackedSource = UnpackedSource,
            Decoder = Decoder,
        };

    /// <summary>The slice that this array holds. Every call gives the same instance, since equal instances mean one object.</summary>
    internal ArrayInfo GetSlice(Func<ArrayInfo, ArrayInfo> create) =>
        _slice ?? Interlocked.CompareExchange(ref _slice, create(this), null) ?? _slice;

    /// <summary>Elements of a shape; <see cref="long.MaxValue"/> where that does not fit 64 bits.</summary>
    internal static long CountElements(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var length in shape)
        {
            if (length == 0)
            {
                return 0;
            }
            count = count > long.MaxValue / length ? long.MaxValue : count * length;
        }

        return count;
    }

    /// <summary>A copy whose values lie in an unpacked source.</summary>
    internal ArrayInfo In(IByteSource unpacked) =>
        new(DType, _shape, _strides, FirstElement, Payload, _textPlaces)
        {
            Stack = Stack,
            UnpackedSource = unpacked,
            Decoder = Decoder,
            Coloured = Coloured,
        };

    /// <summary>The same bytes as elements of another type of the same size.</summary>
    internal ArrayInfo As(DType dtype) =>
        new(dtype, _shape, _strides, FirstElement, Payload, _textPlaces)
        {
            Stack = Stack,
            UnpackedSource = UnpackedSource,
            Decoder = Decoder,
        };

    /// <summary>The part at <paramref name="index"/> of the first axis; axes of length 1 at the end are dropped down to two.</summary>
    internal ArrayInfo Part(long index)
    {
        var rank = _shape.Length - 1;
        while (rank > 2 && _shape[rank] == 1)
        {
            rank--;
        }
        return new ArrayInfo(
            DType,
            _shape[1..(rank + 1)],
            _strides[1..(rank + 1)],
            FirstElement + (index * _strides[0]),
            Payload,
            _textPlaces
        )
        {
            Stack = this,
            UnpackedSource = UnpackedSource,
        };
    }

    private static long[] GetStrides(long[] shape, bool fortran)
    {
        var strides = new long[shape.Length];
        var step = 1L;
        for (var i = 0; i < shape.Length; i++)
        {
            var axis = fortran ? i : shape.Length - 1 - i;
            strides[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    private bool IsContiguous(bool fortran)
    {
        var step = 1L;
        for (var i = 0; i < _shape.Length; i++)
        {
            var axis = fortran ? i : _shape.Length - 1 - i;
            if (_shape[axis] != 1 && _strides[axis] != step)
            {
                return Count == 0;
            }
            step *= _shape[axis];
        }

        return true;
    }
}
