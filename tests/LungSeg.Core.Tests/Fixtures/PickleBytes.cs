using System.Buffers.Binary;
using System.Text;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Puts a pickle together byte by byte, by the mnemonics of Python's pickletools.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    public long Length => _bytes.Count;

    public static PickleBytes Protocol(byte protocol) => new PickleBytes().Raw(0x80, protocol);

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Characters as they are, one byte each: opcodes such as <c>(lp0</c> and their lines.</summary>
    public PickleBytes Ops(string latin1) => Raw(Encoding.Latin1.GetBytes(latin1));

    public PickleBytes Repeat(int count, string latin1)
    {
        var bytes = Encoding.Latin1.GetBytes(latin1);
        for (var i = 0; i < count; i++)
        {
            _bytes.AddRange(bytes);
        }
        return this;
    }

    /// <summary>SHORT_BINUNICODE.</summary>
    public PickleBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Raw(0x8c, checked((byte)bytes.Length)).Raw(bytes);
    }

    /// <summary>LONG1 of eight bytes.</summary>
    public PickleBytes Number(long value) => Raw(0x8a, 8).UInt64((ulong)value);

    /// <summary>BINBYTES.</summary>
    public PickleBytes Bytes(ReadOnlySpan<byte> bytes) => Ops("B").UInt32((uint)bytes.Length).Raw(bytes);

    public PickleBytes UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public PickleBytes UInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    /// <summary>STACK_GLOBAL.</summary>
    public PickleBytes Global(string module, string name) => Text(module).Text(name).Raw(0x93);

    /// <summary>A dtype with its state, as numpy writes it.</summary>
    public PickleBytes DType(string code, string order = "<") =>
        Global("numpy", "dtype")
            .Text(code)
            .Raw(0x89, 0x88, 0x87)
            .Ops("R(K\u0003")
            .Text(order)
            .Ops("NNNJ")
            .UInt32(uint.MaxValue)
            .Ops("J")
            .UInt32(uint.MaxValue)
            .Ops("K\0tb");

    /// <summary>The start of an array's state: 1, its shape and its dtype; Fortran flag, values and <c>tb</c> follow.</summary>
    public PickleBytes ArrayHead(string dtype, params ReadOnlySpan<long> shape)
    {
        Global("numpy.core.multiarray", "_reconstruct")
            .Global("numpy", "ndarray")
            .Ops("K\0")
            .Raw(0x85)
            .Ops("C\u0001b")
            .Raw(0x87)
            .Ops("R(K\u0001(");
        foreach (var length in shape)
        {
            Number(length);
        }
        return Ops("t").DType(dtype);
    }

    /// <summary>An array whose bytes follow each other.</summary>
    public PickleBytes Array(string dtype, ReadOnlySpan<long> shape, ReadOnlySpan<byte> values, bool fortran = false) =>
        ArrayHead(dtype, shape).Raw(fortran ? (byte)0x88 : (byte)0x89).Bytes(values).Ops("tb");

    /// <summary>An index of numbers start, start + step and so on up to stop.</summary>
    public PickleBytes RangeIndex(long start, long stop, long step) =>
        Global("pandas.core.indexes.base", "_new_Index")
            .Global("pandas.core.indexes.range", "RangeIndex")
            .Ops("}(")
            .Text("name")
            .Ops("N")
            .Text("start")
            .Number(start)
            .Text("stop")
            .Number(stop)
            .Text("step")
            .Number(step)
            .Ops("u")
            .Raw(0x86)
            .Ops("R");

    /// <summary>An index of texts.</summary>
    public PickleBytes TextIndex(params ReadOnlySpan<string> names)
    {
        Global("pandas.core.indexes.base", "_new_Index")
            .Global("pandas.core.indexes.base", "Index")
            .Ops("}")
            .Text("data")
            .ArrayHead("O8", names.Length)
            .Raw(0x89)
            .Ops("](");
        foreach (var name in names)
        {
            Text(name);
        }
        return Ops("etbs").Raw(0x86).Ops("R");
    }

    /// <summary>
    /// A DataFrame up to its blocks; they follow one by one, each by <see cref="BlockHead"/>, values and <see cref="BlockTail"/>, then
    /// <see cref="FrameAxes"/>.
    /// </summary>
    public PickleBytes FrameHead() =>
        Global("pandas.core.frame", "DataFrame")
            .Ops(")")
            .Raw(0x81)
            .Ops("}")
            .Text("_mgr")
            .Global("pandas.core.internals.managers", "BlockManager")
            .Ops("(");

    public PickleBytes BlockHead() => Global("pandas._libs.internals", "_unpickle_block");

    /// <summary>The placement slice(start, stop, step) and the end of a block.</summary>
    public PickleBytes BlockTail(long start, long stop, long step) =>
        Global("builtins", "slice").Number(start).Number(stop).Number(step).Raw(0x87).Ops("RK\u0002").Raw(0x87).Ops("R");

    /// <summary>Ends the blocks; the two axes follow, then <see cref="FrameEnd"/>.</summary>
    public PickleBytes FrameAxes() => Ops("t](");

    public PickleBytes FrameEnd() => Ops("e").Raw(0x86).Ops("Rsb.");

    public byte[] ToArray() => _bytes.ToArray();
}
