using System.Buffers;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Editing;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Values of a stack [n, row, col] in Fortran order. Slices are computed one by one into a temporary file, one after another, and are read
/// from it in the order of the stack.
/// </summary>
/// <remarks>
/// With pixels numbered column by column, pixel p of slice i is element p * n + i of the stack. Memory does not grow with the number of
/// slices.
/// </remarks>
internal sealed class InterleavedStack : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int _slices;
    private readonly int _size;
    private readonly long _sliceBytes;

    private InterleavedStack(StackContent content)
    {
        _slices = content.Slices.Count;
        _size = content.Stack.DType.ItemSize;
        _sliceBytes = content.Slices[0].ByteLength;
        _file = TemporaryFile.Create(Path.GetTempPath());
    }

    /// <summary>Computes all slices.</summary>
    /// <param name="content">The stack.</param>
    /// <param name="fill">Computes the values of a slice, column by column.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="IOException">Writing fails.</exception>
    public static InterleavedStack Make(StackContent content, ContentFiller fill, int jobs)
    {
        var stack = new InterleavedStack(content);
        try
        {
            ParallelRows.Run(
                content.Slices.Count,
                jobs,
                i =>
                {
                    foreach (var part in content.Slices[i].Parts)
                    {
                        using var made = new MadePiece(default, part.Length, default);
                        fill(part, made.Values);
                        TemporaryFile.Write(stack._file, made.Values, i * stack._sliceBytes, Path.GetTempPath());
                    }
                }
            );
            return stack;
        }
        catch
        {
            stack.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Fills <paramref name="destination"/> with bytes of the stack from <paramref name="first"/> on. Both must be multiples of one pixel
    /// of all slices.
    /// </summary>
    public void Read(long first, Span<byte> destination)
    {
        var step = _slices * _size;
        var length = destination.Length / _slices;
        var pixels = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var slice = 0; slice < _slices; slice++)
            {
                ReadExactly((slice * _sliceBytes) + (first / _slices), pixels.AsSpan(0, length));
                for (var (from, to) = (0, slice * _size); from < length; from += _size, to += step)
                {
                    pixels.AsSpan(from, _size).CopyTo(destination[to..]);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    public void Dispose() => _file.Dispose();

    private void ReadExactly(long offset, Span<byte> destination)
    {
        for (var got = 0; got < destination.Length; )
        {
            var count = RandomAccess.Read(_file, destination[got..], offset + got);
            if (count == 0)
            {
                throw new IOException("a temporary file is shorter than what was written to it");
            }
            got += count;
        }
    }
}
