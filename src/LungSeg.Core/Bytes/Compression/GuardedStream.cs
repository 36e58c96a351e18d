using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Turns the exceptions that a decoder throws at damaged data into <see cref="DatasetFormatException"/>.</summary>
/// <param name="open">Creates the decoder; some decoders already read, and may throw, when they are created.</param>
/// <param name="packed">The compressed data.</param>
/// <param name="name">Name of the data in messages.</param>
internal sealed class GuardedStream(Func<Stream> open, SourceStream packed, SourceName name) : ForwardStream
{
    private Stream? _decoder;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            if (_decoder is null)
            {
                packed.HitEnd = false;
                _decoder = open();
            }

            return _decoder.Read(buffer, offset, count);
        }
        catch (Exception e) when (Unread(e) is { } feature)
        {
            throw FormatError.Unsupported(name, packed.LastReadAt, $"the compression uses a feature that is not read: {feature}");
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw packed.HitEnd || e is EndOfStreamException
                ? FormatError.CutStream(name, packed.Length, e)
                : FormatError.Undecodable(name, packed.LastReadAt, $"the compressed data is damaged: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The feature that the decoder does not support, where that is why it threw; else null.</summary>
    private static string? Unread(Exception e) =>
        e switch
        {
            NotImplementedException => e.Message,
            ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge } =>
                "a window over 128 MiB; pack it anew without --long",
            ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_dictionary_wrong } => "a dictionary that is not in the file",
            _ => null,
        };

    /// <summary>
    /// Third-party decoders throw many types at damaged data, index errors among them. Only errors of the disk, of memory and our own mean
    /// something else.
    /// </summary>
    private bool IsDamage(Exception e) =>
        StreamDamage.Is(e, packed) || e is not (IOException or DatasetFormatException or OutOfMemoryException);
}
