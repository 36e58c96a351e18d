namespace LungSeg.Core.Formats.Arrays;

/// <summary>A stretch of bytes in a file that has been located and not read.</summary>
/// <param name="Offset">First byte in the source.</param>
/// <param name="Length">Bytes in the source, before decoding.</param>
/// <param name="Encoding">How they are written.</param>
/// <param name="LengthBytes">Bytes right before it that state its length, little endian; 0 where nothing does.</param>
internal readonly record struct Payload(long Offset, long Length, PayloadEncoding Encoding = PayloadEncoding.Raw, int LengthBytes = 0);
