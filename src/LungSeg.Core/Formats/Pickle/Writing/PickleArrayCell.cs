using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Plan of one array cell: dtype and shape, from which all offsets follow. The bytes are written later.</summary>
internal sealed class PickleArrayCell
{
    private readonly int[] _shape;

    private PickleArrayCell(DType dtype, int[] shape, bool isFortran, CellAddress? target)
    {
        (Dtype, _shape, IsFortran, Target) = (dtype, shape, isFortran, target);
    }

    internal DType Dtype { get; }

    /// <summary>Lengths of the axes; [row, col] for a slice.</summary>
    internal ReadOnlySpan<int> Shape => _shape;

    /// <summary>Whether the payload is column-major.</summary>
    internal bool IsFortran { get; }

    /// <summary>The cell whose array object this cell shares; null where it has its own.</summary>
    internal CellAddress? Target { get; }

    /// <summary>A cell with an array of its own.</summary>
    /// <exception cref="ArgumentException">numpy lacks the dtype, it is big endian, or a length is negative.</exception>
    /// <exception cref="OverflowException">The array has more than 2^63 bytes.</exception>
    internal static PickleArrayCell Own(DType dtype, ReadOnlySpan<int> shape, bool isFortran = false)
    {
        if (!dtype.IsNumeric || dtype.ByteOrder == ByteOrder.Big)
        {
            throw new ArgumentException($"dtype {dtype.OrderMark}{dtype.Code} is not a little-endian one that numpy has", nameof(dtype));
        }

        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
        }

        var cell = new PickleArrayCell(dtype, shape.ToArray(), isFortran, null);
        _ = cell.ByteCount();
        return cell;
    }

    /// <summary>A cell that is the same object as another cell, so that <c>frame.a[i] is frame.b[i]</c> holds after loading.</summary>
    internal static PickleArrayCell SameAs(int column, int row) => new(default, [], false, new CellAddress(column, row));

    /// <summary>A cell without an array, <c>None</c>.</summary>
    internal static PickleArrayCell Missing { get; } = new(default, [0], false, null);

    /// <summary>Bytes of the payload.</summary>
    internal long ByteCount()
    {
        long count = Dtype.ItemSize;
        foreach (int length in _shape)
        {
            count = checked(count * length);
        }

        return count;
    }
}
