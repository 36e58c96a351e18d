using SharpCompress.Compressors.Xz;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>
/// Unpacks all streams of an xz file, which zero padding may separate. The library reads only the first stream.
/// </summary>
internal sealed class XzStreamsStream(SourceStream packed) : ForwardStream
{
    private XZStream? _current;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            if (_current is null)
            {
                packed.SkipZeros();
                if (packed.Position >= packed.Length)
                {
                    return 0;
                }
                _current = new XZStream(packed);
            }

            var got = _current.Read(buffer, offset, count);
            if (got > 0)
            {
                return got;
            }
            _current = null;
        }
    }
}
