using System.Buffers.Binary;
using System.Text;

namespace LungSeg.Core.Tests.Formats.Parquet;

/// <summary>Parquet files laid out by hand (parquet.thrift, in thrift's compact protocol), so that they can lie.</summary>
internal static class ParquetBytes
{
    /// <summary>A struct: numbers are ints of 32 or 64 bits, texts, lists of structs, and structs.</summary>
    public static byte[] Struct(params (int Id, object Value)[] fields)
    {
        var (bytes, last) = (new List<byte>(), 0);
        foreach (var (id, value) in fields)
        {
            var type = value switch
            {
                int => 5,
                long => 6,
                string => 8,
                byte[][] => 9,
                _ => 12,
            };
            bytes.Add((byte)(((id - last) << 4) | type));
            last = id;
            bytes.AddRange(
                value switch
                {
                    int number => Varint(((ulong)(uint)number << 1) & 0xFFFFFFFF),
                    long number => Varint((ulong)number << 1),
                    string text => [.. Varint((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)],
                    byte[][] list => [0xFC, .. Varint((ulong)list.Length), .. list.SelectMany(element => element)],
                    _ => (byte[])value,
                }
            );
        }
        return [.. bytes, 0];
    }

    /// <summary>A number from 0 on, seven bits a byte.</summary>
    public static byte[] Varint(ulong number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }
        return [.. bytes, (byte)number];
    }

    /// <summary>A page of the older form: header and content.</summary>
    public static byte[] Page(int values, byte[] content) =>
        [.. Struct((1, 0), (2, content.Length), (3, content.Length), (5, Struct((1, values), (2, 0), (3, 3), (4, 3)))), .. content];

    /// <summary>Levels that are all 0.</summary>
    public static byte[] Zeros(int count)
    {
        byte[] run = [.. Varint((ulong)count << 1), 0];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, run.Length);
        return [.. length, .. run];
    }

    /// <summary>A file of one row group with one column, or of no rows where there is no page.</summary>
    /// <param name="schema">The elements of the tree of columns.</param>
    /// <param name="rows">Number of rows that the footer states.</param>
    /// <param name="values">Number of values that the footer states.</param>
    /// <param name="page">The page.</param>
    public static byte[] File(byte[][] schema, long rows, long values, byte[] page)
    {
        byte[] place = Struct((4, 0), (5, values), (7, (long)page.Length), (9, 4L));
        byte[][] groups = page.Length == 0 ? [] : [Struct((1, new byte[][] { Struct((3, place)) }), (3, rows))];
        var footer = Struct((1, 1), (2, schema), (3, rows), (4, groups));
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. page, .. footer, .. length, .. "PAR1"u8];
    }
}
