namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>The opcodes this writer uses, by the names of CPython's <c>pickle.py</c>.</summary>
internal static class Opcode
{
    internal const byte Mark = (byte)'(';
    internal const byte Stop = (byte)'.';
    internal const byte BinInt = (byte)'J';
    internal const byte BinInt1 = (byte)'K';
    internal const byte BinInt2 = (byte)'M';
    internal const byte None = (byte)'N';
    internal const byte Reduce = (byte)'R';
    internal const byte BinUnicode = (byte)'X';
    internal const byte ShortBinUnicode = 0x8c;
    internal const byte BinBytes = (byte)'B';
    internal const byte BinBytes8 = 0x8e;
    internal const byte EmptyDict = (byte)'}';
    internal const byte EmptyList = (byte)']';
    internal const byte Appends = (byte)'e';
    internal const byte Build = (byte)'b';
    internal const byte BinGet = (byte)'h';
    internal const byte LongBinGet = (byte)'j';
    internal const byte EmptyTuple = (byte)')';
    internal const byte Tuple = (byte)'t';
    internal const byte Tuple1 = 0x85;
    internal const byte Tuple2 = 0x86;
    internal const byte Tuple3 = 0x87;
    internal const byte NewTrue = 0x88;
    internal const byte NewFalse = 0x89;
    internal const byte SetItems = (byte)'u';
    internal const byte Proto = 0x80;
    internal const byte StackGlobal = 0x93;
    internal const byte Memoize = 0x94;
}
