using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Pickle;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>
/// Each opcode, written by hand, against what CPython 3.11's unpickler makes of the same bytes (encoding latin1; sets shown as lists).
/// </summary>
public sealed class PickleOpcodeTests
{
    [Theory]
    [InlineData("N.", "None")]
    [InlineData("\u0088.", "True")]
    [InlineData("\u0089.", "False")]
    [InlineData("I01\n.", "True")]
    [InlineData("I00\n.", "False")]
    [InlineData("I0\n.", "0")]
    [InlineData("I-12\n.", "-12")]
    [InlineData("I9223372036854775808\n.", "9223372036854775808")]
    [InlineData("L17L\n.", "17")]
    [InlineData("L-18446744073709551616L\n.", "-18446744073709551616")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff.", "-1")]
    [InlineData("K\u00ff.", "255")]
    [InlineData("M\u0001\u0002.", "513")]
    [InlineData("\u008a\0.", "0")]
    [InlineData("\u008a\u0001\u00ff.", "-1")]
    [InlineData("\u008a\u0002\u00ff\0.", "255")]
    [InlineData("\u008a\u0009\0\0\0\0\0\0\0\0\u0001.", "18446744073709551616")]
    [InlineData("\u008b\u0002\0\0\0\0\u0080.", "-32768")]
    [InlineData("F1.5\n.", "1.5")]
    [InlineData("F-inf\n.", "-inf")]
    [InlineData("F1e-3\n.", "0.001")]
    [InlineData("G?\u00f8\0\0\0\0\0\0.", "1.5")]
    [InlineData("S'a\\x41\\n\\\\'\n.", "'aA\n\\'")]
    [InlineData("S\"it's\"\n.", "'it's'")]
    [InlineData("T\u0003\0\0\0a\u00e9b.", "'aéb'")]
    [InlineData("U\u0002LR.", "'LR'")]
    [InlineData("Vab\\u00e9\\U0001f600\n.", "'abé😀'")]
    [InlineData("Va\\\\u0041\n.", "'a\\\\u0041'")]
    [InlineData("V\u00e9\n.", "'é'")]
    [InlineData("X\u0003\0\0\0a\u00c3\u00a9.", "'aé'")]
    [InlineData("\u008c\u0002LR.", "'LR'")]
    [InlineData("\u008d\u0002\0\0\0\0\0\0\0LR.", "'LR'")]
    [InlineData("C\u0002\0\u00ff.", "b'00ff'")]
    [InlineData("B\u0001\0\0\0A.", "b'41'")]
    [InlineData("\u008e\u0001\0\0\0\0\0\0\0A.", "b'41'")]
    [InlineData("\u0096\u0002\0\0\0\0\0\0\0AB.", "b'4142'")]
    [InlineData(").", "()")]
    [InlineData("N\u0085.", "(None,)")]
    [InlineData("K\u0001K\u0002\u0086.", "(1, 2)")]
    [InlineData("K\u0001K\u0002K\u0003\u0087.", "(1, 2, 3)")]
    [InlineData("(K\u0001K\u0002K\u0003K\u0004t.", "(1, 2, 3, 4)")]
    [InlineData("(t.", "()")]
    [InlineData("].", "[]")]
    [InlineData("(K\u0001K\u0002l.", "[1, 2]")]
    [InlineData("]K\u0001a.", "[1]")]
    [InlineData("](K\u0001K\u0002e.", "[1, 2]")]
    [InlineData("\u008f(K\u0001\u0090.", "[1]")]
    [InlineData("(K\u0001\u0091.", "[1]")]
    [InlineData("}.", "{}")]
    [InlineData("(U\u0001aK\u0001d.", "{'a': 1}")]
    [InlineData("}U\u0001aK\u0001s.", "{'a': 1}")]
    [InlineData("}(U\u0001aK\u0001U\u0001bNu.", "{'a': 1, 'b': None}")]
    [InlineData("K\u0001K\u00020.", "1")]
    [InlineData("K\u0001(0.", "1")]
    [InlineData("K\u0001(K\u0002K\u00031.", "1")]
    [InlineData("K\u00012\u0086.", "(1, 1)")]
    [InlineData("K\u0005p7\n0g7\n.", "5")]
    [InlineData("K\u0005q\u00070h\u0007.", "5")]
    [InlineData("K\u0005r\u00ff\u00ff\u00ff\u00ff0j\u00ff\u00ff\u00ff\u00ff.", "5")]
    [InlineData("K\u0005\u00940K\u0006\u00940h\u0001h\0\u0086.", "(6, 5)")]
    [InlineData("\u0080\u0004\u0095\u0003\0\0\0\0\0\0\0K\u0001.", "1")]
    [InlineData("\u0080\u0005K\u0001.", "1")]
    [InlineData("(K\u0001.", "1")]
    public void Run_Opcode_GivesWhatPythonDoes(string latin1, string expected)
    {
        var pickle = new PickleBytes().Ops(latin1).ToArray();
        using var machine = new PickleMachine(PickleProbe.Source(pickle), PickleMode.Strict, ReadLimits.Default);
        Assert.Equal(expected, PythonText.Of(machine.Run(), pickle));
    }

    [Theory]
    [InlineData("c__builtin__\nslice\n.", "__builtin__.slice")]
    [InlineData("\u008c\u0008builtins\u008c\u0005slice\u0093.", "builtins.slice")]
    [InlineData("c__builtin__\nslice\n(K\0K\u0004K\u0001tR.", "__builtin__.slice(0, 4, 1)")]
    [InlineData("cdecimal\nDecimal\n(U\u00011t\u0081.", "decimal.Decimal('1')")]
    [InlineData("cdecimal\nDecimal\n(U\u00011t}\u0092.", "decimal.Decimal('1')")]
    [InlineData("(K\u0001i__builtin__\nfloat\n.", "__builtin__.float(1)")]
    [InlineData("(c__builtin__\nfloat\nK\u0001o.", "__builtin__.float(1)")]
    [InlineData("ccollections\nOrderedDict\n)R(U\u0001aK\u0001u.", "{'a': 1}")]
    [InlineData("cpandas\nDataFrame\n)\u0081}U\u0001aK\u0001sb.", "pandas.DataFrame() with {'a': 1}")]
    [InlineData("c_codecs\nencode\n(X\u0002\0\0\0\u00c3\u00bfU\u0006latin1tR.", "b'c3bf' in Utf8")]
    public void Run_AllowedCall_StaysAnInertNode(string latin1, string expected)
    {
        var pickle = new PickleBytes().Ops(latin1).ToArray();
        using var machine = new PickleMachine(PickleProbe.Source(pickle), PickleMode.Strict, ReadLimits.Default);
        Assert.Equal(expected, PythonText.Of(machine.Run(), pickle));
    }

    /// <summary>What CPython refuses as well, and where; the frame that is too long its C unpickler alone.</summary>
    [Theory]
    [InlineData("", Fault.Truncated, 0)]
    [InlineData("N", Fault.Truncated, 1)]
    [InlineData(".", Fault.Corrupt, 0)]
    [InlineData("(.", Fault.Corrupt, 1)]
    [InlineData("0.", Fault.Corrupt, 0)]
    [InlineData("2.", Fault.Corrupt, 0)]
    [InlineData("t.", Fault.Corrupt, 0)]
    [InlineData("N1.", Fault.Corrupt, 1)]
    [InlineData("N\u00ff.", Fault.Corrupt, 1)]
    [InlineData("\u00ffN.", Fault.WrongFormat, 0)]
    [InlineData("\u0080\u0006N.", Fault.Unsupported, 1)]
    [InlineData("h\u0007.", Fault.Corrupt, 0)]
    [InlineData("g7\n.", Fault.Corrupt, 0)]
    [InlineData("Np-1\n.", Fault.Corrupt, 2)]
    [InlineData("Npx\n.", Fault.Corrupt, 2)]
    [InlineData("I1x\n.", Fault.Corrupt, 1)]
    [InlineData("Fx\n.", Fault.Corrupt, 1)]
    [InlineData("Sabc\n.", Fault.Corrupt, 1)]
    [InlineData("S'a\"\n.", Fault.Corrupt, 1)]
    [InlineData("S'\n.", Fault.Corrupt, 1)]
    [InlineData("V\\u00g0\n.", Fault.Corrupt, 1)]
    [InlineData("V\\U00110000\n.", Fault.Corrupt, 1)]
    [InlineData("\u008c\u0002\u00ff\u00fe.", Fault.Corrupt, 2)]
    [InlineData("X\u0001\0\0\0\u00c3.", Fault.Corrupt, 5)]
    [InlineData("NNa.", Fault.Corrupt, 2)]
    [InlineData("N(Ne.", Fault.Corrupt, 3)]
    [InlineData("N(NNu.", Fault.Corrupt, 4)]
    [InlineData("}(Nu.", Fault.Corrupt, 3)]
    [InlineData("(Nd.", Fault.Corrupt, 2)]
    [InlineData("(o.", Fault.Corrupt, 1)]
    [InlineData("NNR.", Fault.Corrupt, 2)]
    [InlineData("K\u0001U\u0001ab.", Fault.Corrupt, 5)]
    [InlineData("NN\u0093.", Fault.Corrupt, 2)]
    [InlineData("c__builtin__\nslice\nNR.", Fault.Corrupt, 20)]
    [InlineData("c__builtin__\nslice\n)N\u0092.", Fault.Corrupt, 21)]
    [InlineData("\u0080\u0004\u0095\u0004\0\0\0\0\0\0\0K\u0001.", Fault.Truncated, 3)]
    public void Run_BrokenPickle_SaysWhatAndWhere(string latin1, Fault fault, long offset)
    {
        using var machine = new PickleMachine(
            PickleProbe.Source(new PickleBytes().Ops(latin1).ToArray()),
            PickleMode.Strict,
            ReadLimits.Default
        );
        var error = Assert.Throws<DatasetFormatException>(machine.Run);
        Assert.Equal((fault, offset), (error.Fault, error.Offset));
    }
}
