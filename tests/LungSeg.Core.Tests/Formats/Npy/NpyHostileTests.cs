using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npy;

public sealed class NpyHostileTests
{
    private const int HeaderAt = 10;

    /// <summary>A file of version 1 with this header text and this many bytes of values.</summary>
    private static byte[] File(string header, int payload = 0)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[HeaderAt + text.Length + payload];
        new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0 }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)text.Length);
        text.CopyTo(bytes, HeaderAt);
        return bytes;
    }

    private static DatasetFormatException Fails(byte[] file, Leniency leniency = Leniency.Strict)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => NpyReader.Read(BinaryFixtures.Source(file), leniency));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(error.Offset!.Value, 0, file.Length);
        return error;
    }

    [Theory]
    [InlineData("stack_float64_little.npy")]
    [InlineData("stack_fortran.npy")]
    [InlineData("slice.npy")]
    [InlineData("numbers.npy")]
    [InlineData("version_2.npy")]
    [InlineData("keys_in_other_order.npy")]
    public void Read_EveryPrefix_IsTruncated(string name)
    {
        var whole = BinaryFixtures.Npz.Bytes(name);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(Fault.Truncated, Fails(whole[..length]).Fault);
        }
    }

    [Fact]
    public void Read_EveryPrefixOfAStack_SalvagesItsWholeSlices()
    {
        var whole = BinaryFixtures.Npz.Bytes("stack_float64_little.npy");
        for (var length = 128; length < whole.Length; length++)
        {
            var source = BinaryFixtures.Source(whole[..length]);
            var table = NpyReader.Read(source, Leniency.Salvage);
            Assert.Equal((length - 128) / 160, table.Rows);
            Assert.Equal(Fault.Truncated, table.Damage!.Fault);
            for (var row = 0; row < table.Rows; row++)
            {
                var values = new byte[160];
                ArrayReader.Read(source, table.Columns[0][row].Array!, values);
                Assert.True(values.AsSpan().SequenceEqual(whole.AsSpan(128 + (160 * row), 160)), $"row {row} differs");
            }
        }
    }

    [Fact]
    public void Read_CutNumbers_SalvagesTheWholeOnes()
    {
        var table = NpyReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("numbers.npy")[..^9]), Leniency.Salvage);
        Assert.Equal(4, table.Rows);
        Assert.Equal([-3L, -2L, -1L, 0L], Enumerable.Range(0, 4).Select(row => table.Columns[0][row].Value));
        Assert.Equal(Fault.Truncated, table.Damage!.Fault);
    }

    [Fact]
    public void Read_CutFortranStack_HasNoWholeSlice()
    {
        var error = Fails(BinaryFixtures.Npz.Bytes("stack_fortran.npy")[..^1], Leniency.Salvage);
        Assert.Equal(Fault.Truncated, error.Fault);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807, 9223372036854775807), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 512, 512), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693953,), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (4294967296, 4294967296, 2), }")]
    public void Read_ShapeOfMoreThanTheFile_IsTruncated(string header)
    {
        var file = File(header, 1000);
        var error = Fails(file);
        Assert.Equal(Fault.Truncated, error.Fault);
        Assert.Equal(file.Length - 1000, error.Offset);
    }

    [Theory]
    [InlineData("(4611686018427387904, 4, 5)", 6)]
    [InlineData("(9223372036854775807, 4, 5)", 6)]
    [InlineData("(9223372036854775807, 9223372036854775807, 9223372036854775807)", 0)]
    [InlineData("(4611686018427387904,)", 125)]
    public void Read_ShapeOfMoreThanTheFile_SalvagesWhatIsThere(string shape, long rows)
    {
        var file = File($"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}", 1000);
        var table = NpyReader.Read(BinaryFixtures.Source(file), Leniency.Salvage);
        Assert.Equal(rows, table.Rows);
        Assert.Equal(Fault.Truncated, table.Damage!.Fault);
    }

    [Theory]
    [InlineData("{'descr': '|S0', 'fortran_order': False, 'shape': (4611686018427387904,), }")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (4611686018427387904,), }")]
    [InlineData("{'descr': '|V0', 'fortran_order': False, 'shape': (1000000000,), }")]
    [InlineData("{'descr': '|V0', 'fortran_order': False, 'shape': (1000000000, 2, 2), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 0, 2), }")]
    public void Read_RowsThatCostNothing_AreRefused(string header)
    {
        Fails(File(header));
        Fails(File(header), Leniency.Salvage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), ")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5")]
    [InlineData("{'descr': '<f8, 'fortran_order': False, 'shape': (3, 4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3, 4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, -4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4.0, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3 4, 5), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 4), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': [3, 4, 5], }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os').system('id'), }")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), 'more': 1}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), 'shape': (3, 4, 5)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5)} and more")]
    public void Read_DamagedHeader_IsCorrupt(string header)
    {
        var error = Fails(File(header, 480));
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.InRange(error.Offset!.Value, HeaderAt, HeaderAt + header.Length);
    }

    [Theory]
    [InlineData("<q9")]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("<f-8")]
    [InlineData("<U999999999999")]
    public void Read_DtypeThatNumpyDoesNotHave_IsUnsupported(string descr) =>
        Assert.Equal(Fault.Unsupported, Fails(File($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (3, 4, 5), }}", 480)).Fault);

    [Fact]
    public void Read_NestedFields_DoNotRecurse()
    {
        var header = "{'descr': " + new string('[', 60_000);
        Assert.Equal(Fault.Corrupt, Fails(File(header)).Fault);
    }

    [Fact]
    public void Read_MoreAxesThanNumpyHas_IsCorrupt() =>
        Assert.Equal(
            Fault.Corrupt,
            Fails(File($"{{'descr': '|i1', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat("1, ", 65))}), }}", 1)).Fault
        );

    [Fact]
    public void Read_FourAxes_IsUnsupported() =>
        Assert.Equal(Fault.Unsupported, Fails(File("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2, 2, 2), }", 16)).Fault);

    [Fact]
    public void Read_HeaderOfGigabytes_IsTooLarge()
    {
        byte[] file = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 2, 0, 0xff, 0xff, 0xff, 0x7f, .. new byte[100]];
        Assert.Equal((Fault.TooLarge, 8L), (Fails(file).Fault, Fails(file).Offset));
    }

    [Fact]
    public void Read_VersionOfTheFuture_IsUnsupported()
    {
        byte[] file = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 4, 0, 0, 0, 0, 0];
        Assert.Equal((Fault.Unsupported, 6L), (Fails(file).Fault, Fails(file).Offset));
    }

    [Fact]
    public void Read_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(20240312);
        string[] names = ["stack_float64_little.npy", "stack_fortran.npy", "numbers.npy", "fields.npy", "objects.npy", "double_quotes.npy"];
        var refused = 0;
        for (var i = 0; i < 4000; i++)
        {
            var file = BinaryFixtures.Npz.Bytes(names[i % names.Length]);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(Math.Min(file.Length, 110))] =
                    random.Next(3) == 0 ? "{}[]()'\",:L0189<>|fiUSVO"u8[random.Next(23)] : (byte)random.Next(256);
            }
            try
            {
                var source = BinaryFixtures.Source(file);
                var table = NpyReader.Read(source, i % 2 == 0 ? Leniency.Strict : Leniency.Salvage);
                Assert.InRange(table.Rows, 0, file.Length);
                for (var row = 0; row < table.Rows; row++)
                {
                    if (table.Columns[0][row].Array is { } array)
                    {
                        ArrayReader.ReadStored(source, array, new byte[array.ByteLength]);
                    }
                }
            }
            catch (DatasetFormatException e)
            {
                Assert.InRange(e.Offset!.Value, 0, file.Length);
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 3900);
    }
}
