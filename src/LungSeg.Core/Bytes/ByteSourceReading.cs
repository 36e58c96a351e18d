namespace LungSeg.Core.Bytes;

/// <summary>Methods of all byte sources that are built on <see cref="IByteSource.Read"/>.</summary>
internal static class ByteSourceReading
{
    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>.</summary>
    /// <exception cref="DatasetFormatException">The source ends too early (<see cref="Fault.Truncated"/>), for example because the file
    /// shrank after it was opened.</exception>
    public static void ReadExactly(this IByteSource source, long offset, Span<byte> destination, string field)
    {
        var got = source.Read(offset, destination);
        if (got < destination.Length)
        {
            throw FormatError.Truncated(source.Name, offset, field, destination.Length, got);
        }
    }
}
