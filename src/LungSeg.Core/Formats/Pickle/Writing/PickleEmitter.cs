using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>
/// Appends opcodes of protocol 4 to a buffer and counts memo entries, since MEMOIZE numbers them in sequence. FRAME is not written; it is
/// optional in PEP 3154.
/// </summary>
internal sealed class PickleEmitter(ArrayBufferWriter<byte> output)
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private int _memoCount;

    internal void Op(byte opcode)
    {
        output.GetSpan(1)[0] = opcode;
        output.Advance(1);
    }

    /// <summary>Opcode and one operand byte.</summary>
    internal void Op(byte opcode, byte operand)
    {
        Op(opcode);
        Op(operand);
    }

    internal void Integer(int value)
    {
        if (value is >= 0 and <= byte.MaxValue)
        {
            Op(PickleOpcode.BinInt1, (byte)value);
        }
        else if (value is >= 0 and <= ushort.MaxValue)
        {
            Op(PickleOpcode.BinInt2);
            BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), (ushort)value);
            output.Advance(2);
        }
        else
        {
            Op(PickleOpcode.BinInt);
            Word((uint)value);
        }
    }

    internal void Text(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        if (count <= byte.MaxValue)
        {
            Op(PickleOpcode.ShortBinUnicode, (byte)count);
        }
        else
        {
            Op(PickleOpcode.BinUnicode);
            Word((uint)count);
        }

        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(count)));
    }

    /// <summary>Writes a text; later uses recall it from the memo.</summary>
    internal void SharedText(string text)
    {
        if (_texts.TryGetValue(text, out int index))
        {
            Get(index);
            return;
        }

        Text(text);
        _texts.Add(text, Memoize());
    }

    internal void Float(double number)
    {
        Op(PickleOpcode.BinFloat);
        BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(8), number);
        output.Advance(8);
    }

    /// <summary>Writes an integer of any length up to 255 bytes.</summary>
    internal void LongInteger(BigInteger number)
    {
        byte[] bytes = number.ToByteArray();
        Op(PickleOpcode.Long1, checked((byte)bytes.Length));
        output.Write(bytes);
    }

    /// <summary>Writes a bytes object.</summary>
    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        BytesHead(bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Writes the head of a bytes object, without its content.</summary>
    internal void BytesHead(long count)
    {
        if (count <= uint.MaxValue)
        {
            Op(PickleOpcode.BinBytes);
            Word((uint)count);
        }
        else
        {
            Op(PickleOpcode.BinBytes8);
            BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), count);
            output.Advance(8);
        }
    }

    internal void Global(string module, string name)
    {
        Text(module);
        Text(name);
        Op(PickleOpcode.StackGlobal);
    }

    internal int Memoize()
    {
        Op(PickleOpcode.Memoize);
        return _memoCount++;
    }

    internal void Get(int index)
    {
        if (index <= byte.MaxValue)
        {
            Op(PickleOpcode.BinGet, (byte)index);
        }
        else
        {
            Op(PickleOpcode.LongBinGet);
            Word((uint)index);
        }
    }

    private void Word(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }
}
