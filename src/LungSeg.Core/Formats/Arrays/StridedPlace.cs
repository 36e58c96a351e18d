using System.Diagnostics;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Copies elements from file order to their positions in C order.</summary>
/// <remarks>Axes are ordered by stride, so that the file is read once, forwards, in chunks.</remarks>
internal sealed class StridedPlace
{
    private readonly int _size;
    private readonly long[] _lengths;
    private readonly long[] _fileStrides;
    private readonly long[] _outStrides;

    public StridedPlace(ArrayInfo array)
    {
        _size = array.DType.ItemSize;
        var rank = array.Shape.Count;
        var outStrides = new long[rank];
        var step = 1L;
        for (var axis = rank - 1; axis >= 0; axis--)
        {
            outStrides[axis] = step;
            step *= array.Shape[axis];
        }

        var strides = array.Strides.ToArray();
        var axes = Enumerable.Range(0, rank).Where(a => array.Shape[a] > 1).OrderByDescending(a => strides[a]).ToArray();
        _lengths = [.. axes.Select(a => array.Shape[a])];
        _fileStrides = [.. axes.Select(a => strides[a])];
        _outStrides = [.. axes.Select(a => outStrides[a])];
    }

    /// <summary>Copies those elements of <paramref name="bytes"/> that belong to the array.</summary>
    /// <param name="bytes">A range of the file.</param>
    /// <param name="firstElement">Element number of its first byte, counted from the array's first element.</param>
    /// <param name="destination">The array in C order.</param>
    public void Scatter(ReadOnlySpan<byte> bytes, long firstElement, Span<byte> destination)
    {
        var end = firstElement + (bytes.Length / _size);
        if (_lengths.Length == 0)
        {
            bytes[.._size].CopyTo(destination);
            return;
        }

        var outer = _lengths.Length - 1;
        var index = new long[_lengths.Length];

        // Elements before this index of the slowest axis lie before the range, since axes do not overlap.
        if (outer > 0)
        {
            index[0] = Math.Min(_lengths[0] - 1, firstElement / _fileStrides[0]);
        }
        while (true)
        {
            long file = 0,
                place = 0;
            for (var axis = 0; axis < outer; axis++)
            {
                file += index[axis] * _fileStrides[axis];
                place += index[axis] * _outStrides[axis];
            }

            if (file >= end)
            {
                return;
            }
            ScatterRun(bytes, firstElement, destination, file, place);
            if (!Advance(index, outer))
            {
                return;
            }
        }
    }

    private void ScatterRun(ReadOnlySpan<byte> bytes, long firstElement, Span<byte> destination, long file, long place)
    {
        var inner = _lengths.Length - 1;
        var stride = _fileStrides[inner];
        var count = bytes.Length / _size;
        var from = file >= firstElement ? 0 : (firstElement - file + stride - 1) / stride;
        for (var i = from; i < _lengths[inner]; i++)
        {
            var at = file + (i * stride) - firstElement;
            if (at >= count)
            {
                return;
            }
            Debug.Assert(at >= 0, "runs start inside or after the stretch");
            bytes.Slice((int)at * _size, _size).CopyTo(destination.Slice((int)(place + (i * _outStrides[inner])) * _size, _size));
        }
    }

    private bool Advance(long[] index, int outer)
    {
        for (var axis = outer - 1; axis >= 0; axis--)
        {
            if (++index[axis] < _lengths[axis])
            {
                return true;
            }
            index[axis] = 0;
        }

        return false;
    }
}
