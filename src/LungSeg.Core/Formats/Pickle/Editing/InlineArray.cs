using System.Buffers;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle.Writing;
using Op = LungSeg.Core.Formats.Pickle.PickleOpcode;

namespace LungSeg.Core.Formats.Pickle.Editing;

/// <summary>The opcodes around the values of an array that stands alone: it uses no memo entry and makes none, so it fits anywhere in a pickle.</summary>
internal static class InlineArray
{
    /// <summary>The bytes before and after the values.</summary>
    public static (ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Suffix) Around(ArrayInfo array)
    {
        var output = new ArrayBufferWriter<byte>();
        var emit = new PickleEmitter(output);
        emit.Global("numpy", "ndarray");
        emit.Integer(0);
        emit.Op(Op.Tuple1);
        Write(output, [Op.ShortBinBytes, 1, (byte)'b', Op.Tuple2, Op.Reduce, Op.Mark, Op.BinInt1, 1, Op.Mark]);
        foreach (var length in array.Shape)
            emit.Integer(checked((int)length));
        Write(output, [Op.Tuple]);
        emit.Global("numpy", "dtype");
        DTypeOpcodes.Call(emit, array.DType);
        DTypeOpcodes.State(emit, array.DType);
        Write(output, [array.Order == ElementOrder.F ? Op.NewTrue : Op.NewFalse]);
        emit.BytesHead(array.ByteLength);
        return (output.WrittenMemory, new byte[] { Op.Tuple, Op.Build });
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> opcodes) => output.Write(opcodes);
}
