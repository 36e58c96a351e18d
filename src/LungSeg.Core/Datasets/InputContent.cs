using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Takes the compression off an input.</summary>
internal static class InputContent
{
    public static (IByteSource Content, string? Compression, DatasetFormatException? Damage) Unpack(IByteSource file, DatasetOptions options)
    {
        _ = options;
        return (file, null, null);
    }
}
