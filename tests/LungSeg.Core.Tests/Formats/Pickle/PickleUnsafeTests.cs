using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Pickles that run code in Python. Here each is refused at the byte of the opcode that would import or call.</summary>
public sealed class PickleUnsafeTests
{
    /// <summary>Name, pickle, offset of the refusal, and the call Python would make first (empty if it calls no name).</summary>
    public static TheoryData<string, byte[], long, string> CodeRunners()
    {
        var stackGlobal = PickleBytes.Protocol(4).Text("os").Text("system");
        var throughMemo = PickleBytes.Protocol(4).Text("os").Raw(0x94).Ops("0").Text("system").Raw(0x94).Ops("0h\0h\u0001");
        var memoCall = PickleBytes.Protocol(2).Ops("cos\nsystem\nq\u00070h\u0007U\u0002id").Raw(0x85).Ops("R.");
        var keywords = PickleBytes.Protocol(4).Ops("csubprocess\nPopen\n").Text("id").Raw(0x85).Ops("}").Raw(0x92).Ops(".");
        var frameState = PickleBytes.Protocol(4).Global("pandas.core.frame", "DataFrame").Ops(")").Raw(0x81);
        var stateOffset = frameState.Length;
        return new TheoryData<string, byte[], long, string>
        {
            { "GLOBAL", Plain("cos\nsystem\n(S'id'\ntR."), 0, "os.system('id')" },
            {
                "STACK_GLOBAL",
                stackGlobal.Raw(0x93).Text("id").Raw(0x85).Ops("R.").ToArray(),
                stackGlobal.Length - 1 - 4 - 3,
                "os.system('id')"
            },
            {
                "STACK_GLOBAL by memo",
                throughMemo.Raw(0x93).Text("id").Raw(0x85).Ops("R.").ToArray(),
                throughMemo.Length - 1 - 4 - 3,
                "os.system('id')"
            },
            { "callable by memo", memoCall.ToArray(), 2, "os.system('id')" },
            { "INST", Plain("(S'id'\nios\nsystem\n."), 7, "os.system('id')" },
            { "OBJ", Plain("(cos\nsystem\nU\u0002ido."), 1, "os.system('id')" },
            { "NEWOBJ", Plain("cos\nsystem\nU\u0002id\u0085\u0081."), 0, "os.system('id')" },
            { "NEWOBJ_EX", keywords.ToArray(), 2, "subprocess.Popen('id')" },
            { "__reduce__ in a list", Plain("(lp0\ncposix\nsystem\n(S'id'\ntRa."), 5, "posix.system('id')" },
            { "copyreg._reconstructor", Plain("ccopy_reg\n_reconstructor\n(cos\nsystem\nc__builtin__\nobject\nNtR."), 26, string.Empty },
            { "copyreg.__newobj__", Plain("ccopyreg\n__newobj__\n(cos\nsystem\nU\u0002idtR."), 21, string.Empty },
            {
                "copyreg.add_extension",
                Plain("ccopyreg\nadd_extension\n(U\u0002osU\u0006systemK\u0001tR."),
                0,
                "copyreg.add_extension('os', 'system', 1)"
            },
            { "builtins.eval", Plain("c__builtin__\neval\n(S'1+1'\ntR."), 0, "__builtin__.eval('1+1')" },
            {
                "builtins.getattr chain",
                Plain("cbuiltins\ngetattr\n(cbuiltins\ndict\nU\u0003gettR(}U\u0001atR."),
                0,
                "builtins.getattr(builtins.dict, 'get')"
            },
            {
                "functools.partial chain",
                Plain("cfunctools\npartial\n(cos\nsystem\nU\u0002idtR(tR."),
                0,
                "functools.partial(os.system, 'id')"
            },
            {
                "a dotted name",
                PickleBytes.Protocol(4).Global("builtins", "slice.__class__").Ops(".").ToArray(),
                2 + 10 + 17,
                string.Empty
            },
            { "in a frame's state", frameState.Ops("cos\nsystem\n(U\u0002idtRb.").ToArray(), stateOffset, "os.system('id')" },
            { "calling what a call returns", Plain("cbuiltins\nslice\n(K\0K\u0001tR(tR."), 25, string.Empty },
        };
    }

    public static TheoryData<string, byte[], long> References() =>
        new()
        {
            { "PERSID", Plain("P17\n."), 0 },
            { "BINPERSID", Plain("K\u0001Q."), 2 },
            { "EXT1", PickleBytes.Protocol(2).Raw(0x82, 1).Ops(".").ToArray(), 2 },
            { "EXT2", PickleBytes.Protocol(2).Raw(0x83, 1, 1).Ops(".").ToArray(), 2 },
            { "EXT4", PickleBytes.Protocol(2).Raw(0x84, 1, 1, 1, 1).Ops(".").ToArray(), 2 },
        };

    [Theory]
    [MemberData(nameof(CodeRunners))]
    public void Read_CodeRunner_IsRefusedAtItsByte(string name, byte[] pickle, long offset, string call)
    {
        var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(pickle));
        Assert.Equal((name, Fault.Unsafe, offset), (name, error.Fault, error.Offset));

        var table = PickleProbe.Read(pickle, Leniency.Salvage);
        Assert.Equal((Fault.Unsafe, offset), (table.Damage!.Fault, table.Damage.Offset));
        if (call.Length > 0)
        {
            Assert.Equal([call], table.Globals.Where(global => !global.IsAllowed).SelectMany(global => global.Calls).Take(1));
        }
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Read_ReferenceToAnotherProgram_IsRefusedAtItsByte(string name, byte[] pickle, long offset)
    {
        var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(pickle));
        Assert.Equal((name, Fault.Unsafe, offset), (name, error.Fault, error.Offset));
        var damage = PickleProbe.Read(pickle, Leniency.Salvage).Damage!;
        Assert.Equal((Fault.Unsafe, offset), (damage.Fault, damage.Offset));
    }

    [Theory]
    [InlineData(0x97)]
    [InlineData(0x98)]
    public void Read_BufferOutsideTheFile_IsUnsupported(byte opcode)
    {
        var pickle = PickleBytes.Protocol(5).Raw(opcode).Ops(".").ToArray();
        var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(pickle));
        Assert.Equal((Fault.Unsupported, 2L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Read_UnsafeAndCut_SaysUnsafe()
    {
        var damage = PickleProbe.Read(Plain("cos\nsystem\n(S'id'\nt"), Leniency.Salvage).Damage!;
        Assert.Equal((Fault.Unsafe, 0L), (damage.Fault, damage.Offset));
    }

    [Fact]
    public void Read_UnsafeBesideRows_GivesTheRowsAndTheFault()
    {
        var pickle = PickleBytes
            .Protocol(4)
            .Ops("}(")
            .Text("label1")
            .Ops("](")
            .Text("LR2")
            .Text("LR3")
            .Ops("e")
            .Text("x")
            .Ops("](cos\nsystem\n")
            .Text("id")
            .Raw(0x85)
            .Ops("RNeu.")
            .ToArray();
        var table = PickleProbe.Read(pickle, Leniency.Salvage);
        Assert.Equal(2, table.Rows);
        Assert.Equal("LR3", table.Columns[0][1].Text);
        Assert.Equal(CellKind.Opaque, table.Columns[1][0].Kind);
        Assert.Equal(Fault.Unsafe, table.Damage!.Fault);
    }

    [Fact]
    public void Read_NameWithControlCharacters_ShowsNoneInTheMessage()
    {
        var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(Plain("cos\u001b[31m\nsystem\n.")));
        Assert.DoesNotContain(error.Message, c => char.IsControl(c));
    }

    private static byte[] Plain(string latin1) => new PickleBytes().Ops(latin1).ToArray();
}
