using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Writes the opcodes of a numpy dtype; <c>numpy.dtype</c> itself is already on the stack.</summary>
internal static class DTypeOpcodes
{
    /// <summary><c>numpy.dtype("f8", False, True)</c>.</summary>
    public static void Call(PickleEmitter emitter, DType dtype)
    {
        emitter.Text(dtype.Code);
        emitter.Op(PickleOpcode.NewFalse);
        emitter.Op(PickleOpcode.NewTrue);
        emitter.Op(PickleOpcode.Tuple3);
        emitter.Op(PickleOpcode.Reduce);
    }

    /// <summary>State of the dtype, which holds the byte order: (3, "&lt;", None, None, None, -1, -1, 0).</summary>
    public static void State(PickleEmitter emitter, DType dtype)
    {
        emitter.Op(PickleOpcode.Mark);
        emitter.Integer(3);
        emitter.Text(dtype.OrderMark);
        emitter.Op(PickleOpcode.None);
        emitter.Op(PickleOpcode.None);
        emitter.Op(PickleOpcode.None);
        emitter.Integer(-1);
        emitter.Integer(-1);
        emitter.Integer(0);
        emitter.Op(PickleOpcode.Tuple);
        emitter.Op(PickleOpcode.Build);
    }
}
