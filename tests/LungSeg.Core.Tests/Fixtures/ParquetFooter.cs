using System.Buffers.Binary;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>
/// The end of a Parquet file read byte by byte, as parquet-format's README.md and thrift's compact protocol lay it out: the footer, its
/// length in 4 bytes, the mark <c>PAR1</c>.
/// </summary>
internal sealed class ParquetFooter
{
    private const int NumRows = 3;
    private const int RowGroups = 4;
    private readonly byte[] _file;
    private readonly List<long> _groups = [];
    private int _at;

    public ParquetFooter(byte[] file)
    {
        _file = file;
        var end = file.Length - 8;
        Start = _at = end - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(end));
        for (var (id, type) = Field(0); type != 0; (id, type) = Field(id))
        {
            switch (id)
            {
                case NumRows:
                    Rows = Number();
                    break;
                case RowGroups:
                    ReadGroups();
                    break;
                default:
                    Skip(type);
                    break;
            }
        }
        End = _at;
    }

    /// <summary>First byte of the footer.</summary>
    public int Start { get; }

    /// <summary>The byte behind the footer's last.</summary>
    public int End { get; }

    /// <summary>Rows of the file, as FileMetaData.num_rows has them.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows of each row group, as RowGroup.num_rows has them.</summary>
    public IReadOnlyList<long> Groups => _groups;

    private void ReadGroups()
    {
        for (var left = ListHead().Count; left > 0; left--)
        {
            for (var (id, type) = Field(0); type != 0; (id, type) = Field(id))
            {
                if (id == NumRows)
                {
                    _groups.Add(Number());
                }
                else
                {
                    Skip(type);
                }
            }
        }
    }

    private (int Id, int Type) Field(int last)
    {
        var head = _file[_at++];
        return (head & 15) == 0 ? (0, 0) : ((head >> 4) == 0 ? (int)Number() : last + (head >> 4), head & 15);
    }

    private (int Count, int Type) ListHead()
    {
        var head = _file[_at++];
        return ((head >> 4) == 15 ? (int)Varint() : head >> 4, head & 15);
    }

    private void Skip(int type)
    {
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                _at++;
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                _at += 8;
                break;
            case 8:
                var length = (int)Varint();
                _at += length;
                break;
            case 9 or 10:
                var (count, element) = ListHead();
                for (; count > 0; count--)
                {
                    Skip(element is 1 or 2 ? 3 : element);
                }
                break;
            case 12:
                for (var (id, field) = Field(0); field != 0; (id, field) = Field(id))
                {
                    Skip(field);
                }
                break;
            default:
                throw new InvalidOperationException($"thrift type {type} is not in a Parquet footer");
        }
    }

    private long Number()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = _file[_at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }
    }
}
