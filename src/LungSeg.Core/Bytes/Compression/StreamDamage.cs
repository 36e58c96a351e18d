namespace LungSeg.Core.Bytes.Compression;

/// <summary>Tells damaged data from errors of the disk.</summary>
internal static class StreamDamage
{
    /// <summary>
    /// Whether the decoders of .NET throw this at damaged data that lies in memory. Where zlib asks for a preset dictionary (RFC 1950 2.2),
    /// which no file that is read here has, that is a plain <see cref="IOException"/> to all but .NET itself.
    /// </summary>
    public static bool Is(Exception e) => e is InvalidDataException or IOException;

    /// <summary>Whether they throw it at damaged data of a source, and not since the source cannot be read.</summary>
    public static bool Is(Exception e, SourceStream packed) => Is(e) && !packed.HasFailed;
}
