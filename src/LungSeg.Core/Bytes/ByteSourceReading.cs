namespace LungSeg.Core.Bytes;

/// <summary>What every byte source can do by way of <see cref="IByteSource.Read"/>.</summary>
internal static class ByteSourceReading
{
    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>.</summary>
    /// <exception cref="DatasetFormatException">The source ends before (<see cref="Fault.Truncated"/>), be it that the file shrank since it
    /// was opened.</exception>
    public static void ReadExactly(this IByteSource source, long offset, Span<byte> destination, string field)
    {
        var got = source.Read(offset, destination);
        if (got < destination.Length)
        {
            throw FormatError.Truncated(source.Name, offset, field, destination.Length, got);
        }
    }
}
