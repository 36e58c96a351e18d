namespace LungSeg.Core.Bytes;

/// <summary>Numbers of any length.</summary>
internal static class LittleEndian
{
    /// <summary>The number in up to 8 bytes, the lowest first.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            number |= (ulong)bytes[i] << (8 * i);
        }
        return number;
    }
}
