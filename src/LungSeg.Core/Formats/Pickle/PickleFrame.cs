namespace LungSeg.Core.Formats.Pickle;

/// <summary>A frame of protocol 4 and later.</summary>
/// <param name="Offset">Byte of its opcode; its length follows in 8 bytes, then what it frames.</param>
/// <param name="Length">Bytes framed.</param>
internal readonly record struct PickleFrame(long Offset, long Length);
