using System.Buffers;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Offsets in a planned file: pieces of opcodes, with payloads between them.</summary>
/// <remarks>
/// Uses only names that exist in numpy 1 and 2 and in pandas from 1.1 on: <c>pandas.DataFrame</c>, called with a dict of lists and arrays,
/// <c>numpy.ndarray</c>, <c>numpy.dtype</c>, and those of <see cref="PickleValueEmitter"/>. BUILD sets the bytes of arrays, which leaves
/// the arrays writable.
/// </remarks>
internal sealed class PickleFrameLayout
{
    // The batch length of CPython's pickler, which readers expect.
    internal const int ListBatch = 1000;

    private readonly ArrayBufferWriter<byte> _metadata = new(4096);
    private readonly List<Piece> _pieces = [];
    private readonly PickleEmitter _emitter;
    private readonly NumpyEmitter _numpy;
    private readonly PickleValueEmitter _values;
    private readonly PickleFramePlan _plan;
    private readonly int[] _firstOf;
    private readonly bool[] _isShared;
    private readonly long[] _payloadOffset;
    private readonly Dictionary<int, int> _arrayMemo = [];
    private int _pieceStart;

    internal PickleFrameLayout(PickleFramePlan plan)
    {
        _plan = plan;
        _emitter = new PickleEmitter(_metadata);
        _numpy = new NumpyEmitter(_emitter);
        _values = new PickleValueEmitter(_emitter, _numpy);
        int cells = checked(plan.Columns.Count * plan.RowCount);
        _firstOf = new int[cells];
        _isShared = new bool[cells];
        _payloadOffset = new long[cells];
        FindSharedCells();
        EmitFrame();
        EndPiece(0);
    }

    /// <summary>Bytes of the finished file.</summary>
    internal long Length { get; private set; }

    /// <summary>The pieces of opcodes with their offsets in the file.</summary>
    internal IEnumerable<(long Offset, ReadOnlyMemory<byte> Bytes)> Metadata() =>
        _pieces.Select(piece => (piece.Offset, _metadata.WrittenMemory.Slice(piece.Start, piece.Count)));

    /// <summary>
    /// Linear index of the cell that owns the payload of an array cell: the cell itself, or the first cell that shares the array.
    /// </summary>
    internal int GetOwner(CellAddress cell)
    {
        _ = _plan.ArrayAt(cell);
        return _firstOf[_plan.LinearIndex(cell)];
    }

    /// <summary>Offset of the payload of the cell with a linear index.</summary>
    internal long PayloadOffset(int owner) => _payloadOffset[owner];

    /// <summary>Length of an array cell's payload, its own or the shared one.</summary>
    internal long PayloadLength(CellAddress cell) => Described(cell).ByteCount();

    private PickleArrayCell Described(CellAddress cell)
    {
        var array = _plan.ArrayAt(cell);
        return array.Target is { } target ? _plan.ArrayAt(target) : array;
    }

    // A cell may share an array that the plan describes in a later cell. The payload belongs to the cell that is first in the file.
    private void FindSharedCells()
    {
        var first = new Dictionary<int, int>();
        foreach (var (address, cell) in ArrayCells())
        {
            int index = _plan.LinearIndex(address);
            int root = cell.Target is { } target ? _plan.LinearIndex(target) : index;
            if (!first.TryAdd(root, index))
            {
                _isShared[first[root]] = true;
            }

            _firstOf[index] = first[root];
        }
    }

    private IEnumerable<(CellAddress Address, PickleArrayCell Cell)> ArrayCells()
    {
        for (int column = 0; column < _plan.Columns.Count; column++)
        {
            if (_plan.Columns[column] is PickleArrayColumn arrays)
            {
                for (int row = 0; row < _plan.RowCount; row++)
                {
                    yield return (new CellAddress(column, row), arrays.Cells[row]);
                }
            }
        }
    }

    private void EmitFrame()
    {
        _emitter.Op(PickleOpcode.Proto, (byte)_plan.Protocol);
        _emitter.Global("pandas", "DataFrame");
        _emitter.Op(PickleOpcode.EmptyDict);
        _emitter.Op(PickleOpcode.Mark);
        for (int column = 0; column < _plan.Columns.Count; column++)
        {
            _emitter.SharedText(_plan.Columns[column].Name);
            EmitColumn(column);
        }

        _emitter.Op(PickleOpcode.SetItems);
        _emitter.Op(PickleOpcode.Tuple1);
        _emitter.Op(PickleOpcode.Reduce);
        _emitter.Op(PickleOpcode.Stop);
    }

    private void EmitColumn(int column)
    {
        switch (_plan.Columns[column])
        {
            case PickleElementColumn elements:
                _values.Write(elements);
                break;
            case PickleObjectColumn objects:
                _values.Write(objects);
                break;
            default:
                EmitList(column);
                break;
        }
    }

    private void EmitList(int column)
    {
        _emitter.Op(PickleOpcode.EmptyList);
        for (int start = 0; start < _plan.RowCount; start += ListBatch)
        {
            _emitter.Op(PickleOpcode.Mark);
            for (int row = start; row < Math.Min(start + ListBatch, _plan.RowCount); row++)
            {
                EmitCell(new CellAddress(column, row));
            }

            _emitter.Op(PickleOpcode.Appends);
        }
    }

    private void EmitCell(CellAddress cell)
    {
        if (_plan.Columns[cell.Column] is not PickleTextColumn texts)
        {
            EmitArray(cell);
        }
        else if (texts.Values[cell.Row] is { } text)
        {
            _emitter.SharedText(text);
        }
        else
        {
            _emitter.Op(PickleOpcode.None);
        }
    }

    private void EmitArray(CellAddress cell)
    {
        if (_plan.ArrayAt(cell) == PickleArrayCell.Missing)
        {
            _emitter.Op(PickleOpcode.None);
            return;
        }

        int index = _plan.LinearIndex(cell);
        if (_arrayMemo.TryGetValue(_firstOf[index], out int memo))
        {
            _emitter.Get(memo);
            return;
        }

        var array = Described(cell);
        _numpy.BlankArray();
        if (_isShared[index])
        {
            _arrayMemo.Add(index, _emitter.Memoize());
        }

        _emitter.Op(PickleOpcode.Mark);
        _emitter.Integer(1);
        _numpy.Shape(array.Shape);
        _numpy.Dtype(array.Dtype);
        _emitter.Op(array.IsFortran ? PickleOpcode.NewTrue : PickleOpcode.NewFalse);
        long count = array.ByteCount();
        _emitter.BytesHead(count);
        EndPiece(count);
        _payloadOffset[index] = Length - count;
        _emitter.Op(PickleOpcode.Tuple);
        _emitter.Op(PickleOpcode.Build);
    }

    private void EndPiece(long payload)
    {
        int count = _metadata.WrittenCount - _pieceStart;
        _pieces.Add(new Piece(Length, _pieceStart, count));
        _pieceStart = _metadata.WrittenCount;
        Length = checked(Length + count + payload);
    }

    private readonly record struct Piece(long Offset, int Start, int Count);
}

/// <summary>A cell of the frame, both counted from 0.</summary>
internal readonly record struct CellAddress(int Column, int Row);
