using System.Buffers;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>
/// Writes float64 values in the dtype, element order and byte order of an array in a file: the inverse of <see cref="ArrayReader"/>.
/// </summary>
internal static class ArrayEncoder
{
    /// <summary>
    /// Encodes [row, col] values in C order into the bytes of <paramref name="layout"/>; a slice of a stack in Fortran order is encoded
    /// column by column.
    /// </summary>
    /// <returns>False where a value does not fit the dtype: a fraction or NaN in an integer array, a value out of range.</returns>
    public static bool TryEncode(ReadOnlySpan<double> values, ArrayInfo layout, Span<byte> destination)
    {
        if (layout.Order == ElementOrder.C)
        {
            return Narrow(values, layout, destination);
        }
        var plain = ArrayPool<byte>.Shared.Rent(destination.Length);
        try
        {
            if (!Narrow(values, layout, plain.AsSpan(0, destination.Length)))
            {
                return false;
            }
            Arrange(plain.AsSpan(0, destination.Length), layout, destination);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>
    /// Reorders elements from C order into the element order of <paramref name="layout"/>. They already have the byte order of the file.
    /// </summary>
    public static void Arrange(ReadOnlySpan<byte> plain, ArrayInfo layout, Span<byte> destination)
    {
        if (layout.Order == ElementOrder.C)
        {
            plain.CopyTo(destination);
            return;
        }

        // Fortran order [row, col]: column by column.
        var size = layout.DType.ItemSize;
        var (rows, columns) = ((int)layout.Shape[0], (int)layout.Shape[1]);
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                plain.Slice(((row * columns) + column) * size, size).CopyTo(destination[(((column * rows) + row) * size)..]);
            }
        }
    }

    private static bool Narrow(ReadOnlySpan<double> values, ArrayInfo layout, Span<byte> destination)
    {
        if (!ElementConversion.TryFromDouble(values, layout.DType, destination))
        {
            return false;
        }
        if (layout.DType.ByteOrder == ByteOrder.Big)
        {
            ElementBytes.Reverse(destination, layout.DType.ItemSize);
        }
        return true;
    }
}
