using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Names in an extra column: harmless types are foreign, others unsafe; the columns of the data set are read either way.</summary>
public sealed class PickleNamesTests
{
    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("importlib", "import_module")]
    [InlineData("runpy", "run_path")]
    [InlineData("pip", "main")]
    [InlineData("numpy", "load")]
    [InlineData("pickle", "loads")]
    [InlineData("pathlib", "os.system")]
    [InlineData("pathlib", "os")]
    [InlineData("uuid", "UUID.__init__")]
    [InlineData("zoneinfo", "ZoneInfo._unpickle")]
    [InlineData("datetime", "sys")]
    [InlineData("numpy.testing", "runstring")]
    [InlineData("numpy.testing._private.utils", "runstring")]
    [InlineData("pandas", "eval")]
    [InlineData("pandas", "read_pickle")]
    [InlineData("PIL.ImageMath", "eval")]
    [InlineData("pydicom", "dcmread")]
    [InlineData("pydicom.valuerep", "format_number_as_ds")]
    [InlineData("builtins", "getattr")]
    public void Read_OtherName_IsUnsafeAndItsCellsAreOpaque(string module, string name)
    {
        var pickle = WithExtra(bytes => bytes.Global(module, name).Text("x").Raw(0x85).Ops("R"));
        var strict = PickleProbe.Read(pickle);
        Assert.Null(strict.Damage);
        Assert.Equal(2, strict.Rows);
        Assert.Equal(CellKind.Opaque, strict.Columns[1][0].Kind);
        Assert.Contains(strict.Warnings, note => note.Text.Contains($"{module}.{name}", StringComparison.Ordinal));
        var global = Assert.Single(strict.Globals);
        Assert.Equal((false, false), (global.IsAllowed, global.IsForeign));
        Assert.Equal(Fault.Unsafe, PickleProbe.Read(pickle, Leniency.Salvage).Damage!.Fault);
    }

    [Theory]
    [InlineData("pathlib", "PurePosixPath")]
    [InlineData("uuid", "UUID")]
    [InlineData("pydicom.valuerep", "PersonName")]
    public void Read_HarmlessType_IsForeign(string module, string name)
    {
        var table = PickleProbe.Read(WithExtra(bytes => bytes.Global(module, name).Text("x").Raw(0x85).Ops("R")), Leniency.Salvage);
        Assert.Null(table.Damage);
        Assert.Equal((true, true), (table.Globals.Single().IsAllowed, table.Globals.Single().IsForeign));
        Assert.Equal($"a value of {module}.{name}", table.Columns[1].Describe(0));
    }

    /// <summary>Exactly the call of Python's zoneinfo is harmless; getattr is unsafe wherever else it stands.</summary>
    [Fact]
    public void Read_GetAttribute_IsHarmlessInOneCallOnly()
    {
        var zone = WithExtra(bytes => Attribute(bytes, "zoneinfo", "ZoneInfo", "_unpickle").Text("UTC").Ops("K\u0001").Raw(0x86).Ops("R"));
        Assert.Null(PickleProbe.Read(zone, Leniency.Salvage).Damage);

        var other = WithExtra(bytes => Attribute(bytes, "zoneinfo", "ZoneInfo", "clear_cache").Ops(")R"));
        Assert.Equal(Fault.Unsafe, PickleProbe.Read(other, Leniency.Salvage).Damage!.Fault);

        var once = WithExtra(bytes => Attribute(bytes, "zoneinfo", "ZoneInfo", "_unpickle").Ops("0").Global("builtins", "getattr"));
        Assert.Equal(Fault.Unsafe, PickleProbe.Read(once, Leniency.Salvage).Damage!.Fault);
    }

    [Fact]
    public void Mask_OpaqueCell_IsRefusedWithItsName()
    {
        var pickle = PickleBytes.Protocol(4).Ops("}(").Text("mask").Ops("](").Global("os", "system").Text("x").Raw(0x85).Ops("Reu.");
        using var dataset = PickleProbe.Open(pickle.ToArray());
        var error = Assert.Throws<DatasetFormatException>(() => dataset[0].Mask);
        Assert.Contains("row test:0, column mask", error.Message, StringComparison.Ordinal);
        Assert.Contains("os.system", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesBehindThePickle_AreNoted()
    {
        var table = PickleProbe.Read([.. WithExtra(bytes => bytes.Ops("N")), 1, 2, 3]);
        Assert.Contains(table.Warnings, note => note.Text.StartsWith("3 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OtherPickleBehind_IsNoted()
    {
        var table = PickleProbe.Read([.. WithExtra(bytes => bytes.Ops("N")), .. PickleBytes.Protocol(4).Ops("K\u0001.").ToArray()]);
        Assert.Equal(2, table.Rows);
        Assert.Contains(table.Warnings, note => note.Text.Contains("a second pickle of 5 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FoldedLists_GiveBackWhatTheyNoLongerHold()
    {
        // 100 rows of 512 x 512 small numbers: 2 bytes a pixel, against 2 bytes of budget for each byte of the file.
        var line = new PickleBytes().Ops("](").Repeat(512, "K\u0001").Ops("e");
        var bytes = PickleBytes.Protocol(4).Ops("}(").Text("mask").Ops("](");
        for (var row = 0; row < 20; row++)
        {
            bytes.Ops("](");
            for (var i = 0; i < 512; i++)
            {
                bytes.Raw(line.ToArray());
            }
            bytes.Ops("e");
        }
        using var dataset = PickleProbe.Open(bytes.Ops("eu.").ToArray());
        Assert.Equal([512L, 512L], dataset[19].Mask!.Shape);
    }

    private static PickleBytes Attribute(PickleBytes bytes, string module, string name, string attribute) =>
        bytes.Global("builtins", "getattr").Global(module, name).Text(attribute).Raw(0x86).Ops("R");

    private static byte[] WithExtra(Func<PickleBytes, PickleBytes> cell)
    {
        var start = PickleBytes.Protocol(4).Ops("}(").Text("label1").Ops("](").Text("LR2").Text("LR3").Ops("e").Text("x").Ops("](");
        return cell(start).Ops("Neu.").ToArray();
    }
}
