using System.IO.Hashing;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Writes an .npy member into a zip: its header, then the values row by row. Where it is deflated, several threads do it.
/// </summary>
/// <param name="zip">The archive.</param>
/// <param name="name">Name of the member.</param>
/// <param name="deflateLevel">Level of deflate; null to store bytes without compression.</param>
internal sealed class NpyMember(ZipOutput zip, string name, int? deflateLevel)
{
    private readonly Crc32 _crc = new();
    private long _length;

    /// <summary>Writes the member.</summary>
    /// <param name="header">The bytes before the values.</param>
    /// <param name="rows">Number of parts of the values, such as rows.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="valuesOf">Gets the values of a row. Called from any thread.</param>
    /// <param name="rowDone">Called after each row, in order.</param>
    public void Write(byte[] header, int rows, int jobs, Func<int, byte[]> valuesOf, Action? rowDone = null)
    {
        zip.Begin(name, deflateLevel is not null);
        Add(header, Packed(header, isLast: rows == 0).Span);
        OrderedRows.Run(
            rows,
            jobs,
            row =>
            {
                var values = valuesOf(row);
                return (values, packed: Packed(values, isLast: row == rows - 1));
            },
            (_, piece) =>
            {
                Add(piece.values, piece.packed.Span);
                rowDone?.Invoke();
            }
        );
        zip.End(_crc.GetCurrentHashAsUInt32(), _length);
    }

    private ReadOnlyMemory<byte> Packed(byte[] plain, bool isLast) =>
        deflateLevel is { } level ? DeflatePiece.Compress(plain, level, isLast) : plain;

    private void Add(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> packed)
    {
        _crc.Append(plain);
        _length += plain.Length;
        zip.Write(packed);
    }
}
