using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Imaging;

/// <summary>
/// Inflates the pixels of a PNG and throws them away, to refuse what the image library would read as black or half a picture: every pass
/// must have its exact length, every row a filter that exists, and the checksum at the end must be right.
/// </summary>
internal sealed class PngInflation : IDisposable
{
    private const int BufferLength = 1 << 14;
    private const int MaxFilter = 4;
    private const int ChecksumLength = 4;
    private const uint AdlerModulus = 65521;

    // So many bytes can be added before the second sum of Adler-32 leaves 32 bits (RFC 1950 8.2).
    private const int AdlerRun = 5552;

    private readonly PngHeader _header;
    private readonly PixelData _data;
    private uint _sum = 1;
    private uint _sumOfSums;

    private PngInflation(byte[] png, PngStructure structure, long slowFrom)
    {
        _header = structure.Header;
        _data = new PixelData(png, structure.Data, slowFrom);
    }

    /// <summary>Checks the compressed pixels.</summary>
    /// <exception cref="DatasetFormatException">They are damaged, or too few or too many.</exception>
    public static void Check(byte[] png, PngStructure structure, SourceName source)
    {
        using var whole = new PngInflation(png, structure, long.MaxValue);
        if (whole.FindFault() is null)
        {
            return;
        }

        // Fed byte by byte from the piece that was asked for last, the inflater stops at the byte that is wrong.
        using var slow = new PngInflation(png, structure, whole._data.LastPiece);
        var fault = slow.FindFault() ?? throw new UnreachableException();
        throw FormatError.Corrupt(source, slow._data.Offset, fault);
    }

    /// <summary>Opens the inflated pixels, which have been checked: the rows of each pass, each with the number of its filter.</summary>
    public static ZLibStream Open(byte[] png, PngStructure structure) =>
        new(new PixelData(png, structure.Data, long.MaxValue), CompressionMode.Decompress);

    public void Dispose() => _data.Dispose();

    private string? FindFault()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using var pixels = new ZLibStream(_data, CompressionMode.Decompress, leaveOpen: true);
            var inflated = ReadOnlySpan<byte>.Empty;
            foreach (var pass in _header.GetPasses())
            {
                var (rows, rowBytes) = (pass.Size.Height, pass.RowBytes);
                for (var row = 0; row < rows; row++)
                {
                    for (var left = rowBytes; left > 0; )
                    {
                        if (inflated.IsEmpty)
                        {
                            inflated = buffer.AsSpan(0, pixels.Read(buffer, 0, _data.IsSlow ? 1 : BufferLength));
                        }
                        if (inflated.IsEmpty)
                        {
                            return $"the pixels end in row {row} of {rows}";
                        }
                        if (left == rowBytes && inflated[0] > MaxFilter)
                        {
                            return $"the filter of row {row} is {inflated[0]}, expected 0 to {MaxFilter}";
                        }
                        var taken = (int)Math.Min(left, inflated.Length);
                        Add(inflated[..taken]);
                        inflated = inflated[taken..];
                        left -= taken;
                    }
                }
            }
            return !inflated.IsEmpty || pixels.Read(buffer, 0, 1) > 0 ? "there are more pixels than the header says" : FindFaultAtEnd();
        }
        catch (Exception e) when (StreamDamage.Is(e))
        {
            return "the compressed pixels are damaged";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>.NET's inflater is content with a checksum that is missing, and does not look at what follows it.</summary>
    private string? FindFaultAtEnd()
    {
        var stated = _data.Last(ChecksumLength);
        return stated == ((_sumOfSums << 16) | _sum) ? null : "the checksum of the pixels is missing, or bytes follow it";
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var run = bytes[..Math.Min(AdlerRun, bytes.Length)];
            foreach (var value in run)
            {
                _sum += value;
                _sumOfSums += _sum;
            }
            _sum %= AdlerModulus;
            _sumOfSums %= AdlerModulus;
            bytes = bytes[run.Length..];
        }
    }

    /// <summary>The pieces of the compressed pixels as one stream.</summary>
    private sealed class PixelData(byte[] png, IReadOnlyList<Range> pieces, long slowFrom) : ForwardStream
    {
        private int _piece;
        private int _at = pieces[0].Start.Value;

        /// <summary>Where the next byte stands in the file.</summary>
        public long Offset => _at;

        /// <summary>Whether bytes are given one at a time.</summary>
        public bool IsSlow => _at >= slowFrom;

        /// <summary>Where the bytes that were asked for last begin.</summary>
        public long LastPiece { get; private set; }

        /// <summary>The last bytes of all pieces, as one number.</summary>
        public uint Last(int count)
        {
            Span<byte> last = stackalloc byte[count];
            for (var (piece, left) = (pieces.Count - 1, count); piece >= 0 && left > 0; piece--)
            {
                var bytes = png.AsSpan(pieces[piece]);
                var taken = Math.Min(left, bytes.Length);
                bytes[^taken..].CopyTo(last[(left - taken)..]);
                left -= taken;
            }
            return BinaryPrimitives.ReadUInt32BigEndian(last);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_at == pieces[_piece].End.Value && _piece + 1 < pieces.Count)
            {
                _at = pieces[++_piece].Start.Value;
            }
            LastPiece = _at;
            var end = pieces[_piece].End.Value;
            var length = Math.Min(IsSlow ? 1 : count, end - _at);
            png.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
            _at += length;
            return length;
        }
    }
}
