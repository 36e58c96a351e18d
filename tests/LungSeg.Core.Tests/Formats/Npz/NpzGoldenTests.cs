using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Npz;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npz;

public sealed class NpzGoldenTests
{
    public static TheoryData<string> Files { get; } = [.. BinaryFixtures.Npz.Names(".npz")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfNumpy_SaysWhatNumpySays(string name)
    {
        var expected = BinaryFixtures.Npz[name];
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name));
        var table = NpzReader.Read(source, ReadLimits.Default);
        Assert.Equal(3, table.Rows);
        Assert.Empty(table.Notes);
        Assert.Equal(expected.EnumerateObject().Select(column => column.Name), table.Columns.Select(column => column.Name));
        foreach (var column in table.Columns)
        {
            AssertColumn(expected.GetProperty(column.Name), column, source);
        }
        foreach (var owned in table.Owned)
        {
            owned.Dispose();
        }
    }

    [Theory]
    [InlineData("stored.npz", 0)]
    [InlineData("streamed.npz", 0)]
    [InlineData("zip64.npz", 0)]
    [InlineData("mixed.npz", 1)]
    [InlineData("deflated.npz", 4)]
    public void Read_StoredMembers_UnpacksNothing(string name, int unpacked)
    {
        var table = NpzReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name)), ReadLimits.Default);
        Assert.Equal(unpacked, table.Owned.Count);
        foreach (var owned in table.Owned)
        {
            owned.Dispose();
        }
    }

    [Fact]
    public void Read_ObjectMember_IsAColumnThatIsNotRead()
    {
        var table = NpzReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("objects.npz")), ReadLimits.Default);
        Assert.Equal(["label1", "mask", "hu_array", "hu_array_old"], table.Columns.Select(column => column.Name));
        Assert.Equal(("object", Cell.Other), (table.Columns[0].Storage, table.Columns[0][0]));
        Assert.Contains("label1.npy holds Python objects", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MembersOfUnequalLength_NamesTheSecond()
    {
        var error = Assert.Throws<DatasetFormatException>(() =>
            NpzReader.Read(BinaryFixtures.Source(BinaryFixtures.Npz.Bytes("unequal.npz")), ReadLimits.Default)
        );
        Assert.Equal((Fault.Corrupt, "label1.npy"), (error.Fault, error.Entry));
        Assert.Contains("is 2, expected 3 as in mask.npy", error.Detail, StringComparison.Ordinal);
    }

    /// <summary>The values of slice n are those at n of the whole, which numpy's SHA-256 is of.</summary>
    private static void AssertColumn(JsonElement expected, TableColumn column, IByteSource source)
    {
        if (expected.TryGetProperty("values", out var values))
        {
            Assert.Equal(
                values.EnumerateArray().Select(value => value.GetString()),
                Enumerable.Range(0, 3).Select(row => column[row].Text)
            );
            return;
        }

        var whole = new List<byte>();
        for (var row = 0; row < 3; row++)
        {
            var slice = column[row].Array!;
            Assert.Equal(expected.GetProperty("dtype").GetString(), slice.DType.Name);
            Assert.Equal([4L, 5L], slice.Shape);
            var bytes = new byte[slice.ByteLength];
            Core.Formats.Arrays.ArrayReader.Read(slice.UnpackedSource ?? source, slice, bytes);
            whole.AddRange(bytes);
            if (expected.GetProperty("order").GetString() == "C")
            {
                Assert.Equal(
                    expected.GetProperty("offset").ValueKind == JsonValueKind.Null
                        ? null
                        : expected.GetProperty("offset").GetInt64() + (row * slice.ByteLength),
                    slice.Offset
                );
            }
        }

        Assert.Equal(expected.GetProperty("sha256").GetString(), BinaryFixtures.Sha256(whole.ToArray()));
    }
}
