using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Every prefix of small pickles, strictly and in salvage.</summary>
public sealed class PickleTruncationTests
{
    [Theory]
    [InlineData("list_of_dicts_p0.pkl")]
    [InlineData("frame_p0.pkl")]
    [InlineData("frame_p2.pkl")]
    [InlineData("frame_p4.pkl")]
    [InlineData("frame_p5.pkl")]
    [InlineData("frame_columns_p4.pkl")]
    [InlineData("list_of_dicts_p4.pkl")]
    [InlineData("dict_of_lists_p4.pkl")]
    [InlineData("stack_p5.pkl")]
    public void Read_EveryPrefix_ThrowsStrictlyAndSalvagesEverMoreRows(string name)
    {
        var whole = ExpectedTables.Bytes(name);
        var all = Rows(whole, Leniency.Strict).Length;
        var best = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(cut));
            Assert.InRange(error.Offset!.Value, 0, length);
            var rows = Rows(cut, Leniency.Salvage);
            Assert.True(rows.Length >= best && rows.Length <= all, $"{name} cut at {length}: {rows.Length} rows after {best}");
            best = rows.Length;
        }
    }

    /// <summary>
    /// A row of a 4 x N block is whole when its hu_array_old, of the last column, is: the places of these arrays say at which byte. Under
    /// protocol 4 exactly MEMOIZE, TUPLE, MEMOIZE and BUILD follow the bytes; under 2 and 5 it is a call of up to 96 bytes.
    /// </summary>
    [Theory]
    [InlineData("frame_p4.pkl", 4, 4)]
    [InlineData("frame_shuffled_p4.pkl", 4, 4)]
    [InlineData("frame_pure_p4.pkl", 4, 4)]
    [InlineData("frame_p5.pkl", 1, 96)]
    [InlineData("frame_p2.pkl", 1, 96)]
    public void Salvage_CutFrame_GivesExactlyTheRowsWhoseArraysAreWhole(string name, int least, int most)
    {
        var whole = ExpectedTables.Bytes(name);
        using var dataset = PickleProbe.Open(whole);
        var ends = dataset.Rows.Select(row => row.HuOld!.Payload.Offset + row.HuOld.Payload.Length).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var found = Rows(whole[..length], Leniency.Salvage).Length;
            Assert.InRange(found, ends.Count(end => end + most <= length), ends.Count(end => end + least <= length));
        }
    }

    /// <summary>
    /// Cells never vanish as a file grows, each is that of the whole file, and a cell is there from some bytes behind its array on: those
    /// bytes are as above. A list of dicts has its columns row by row.
    /// </summary>
    [Theory]
    [InlineData("frame_p4.pkl")]
    [InlineData("frame_p2.pkl")]
    [InlineData("frame_p5.pkl")]
    [InlineData("dict_of_lists_p4.pkl")]
    [InlineData("list_of_dicts_p4.pkl")]
    public void SalvageColumns_EveryPrefix_GivesTheWholeCellsOfTheFile(string name)
    {
        const int Most = 96;
        var whole = ExpectedTables.Bytes(name);
        using var expected = PickleProbe.Open(whole);
        ArrayInfo?[][] Cells(Dataset dataset) =>
            [.. dataset.Rows.Select(row => (ArrayInfo?[])[row.FoundMask, row.FoundHu, row.FoundHuOld])];
        var all = Cells(expected);
        for (var length = 1; length < whole.Length; length++)
        {
            using var found = PickleProbe.Open(whole[..length], Leniency.SalvageColumns);
            var cells = Cells(found);
            Assert.True(cells.Length <= all.Length, $"{name} cut at {length}: {cells.Length} rows");
            for (var row = 0; row < all.Length; row++)
            {
                for (var column = 0; column < all[row].Length; column++)
                {
                    var (one, end) = (all[row][column]!, all[row][column]!.Payload.Offset + all[row][column]!.Payload.Length);
                    var cell = row < cells.Length ? cells[row][column] : null;
                    Assert.True(cell is null ? length < end + Most : length > end, $"{name} cut at {length}: row {row}, column {column}");
                    Assert.True(cell is null || (cell.Payload.Offset, cell.DType) == (one.Payload.Offset, one.DType));
                }
            }
        }
    }

    [Fact]
    public void Salvage_CutFrame_GivesTheCellsOfTheWholeOne()
    {
        var whole = ExpectedTables.Bytes("frame_p4.pkl");
        using var expected = PickleProbe.Open(whole);
        var cut = whole[..(int)(expected[2].HuOld!.Offset!.Value + 5)];
        using var found = PickleProbe.Open(cut, Leniency.Salvage);
        Assert.Equal(2, found.RowCount);
        Assert.Equal(Fault.Truncated, found.Inputs[0].Damage!.Fault);
        foreach (var (a, b) in expected.Rows.Zip(found.Rows))
        {
            Assert.Equal(a.LabelText, b.LabelText);
            Assert.Equal((a.Mask!.Offset, a.Hu!.Offset, a.HuOld!.Offset), (b.Mask!.Offset, b.Hu!.Offset, b.HuOld!.Offset));
        }
    }

    /// <summary>A file cut in the middle and filled up with zeros, as an interrupted download leaves it.</summary>
    [Fact]
    public void Read_ZerosInsteadOfTheEnd_IsRefusedWhereTheyStart()
    {
        var whole = ExpectedTables.Bytes("frame_p4.pkl");
        using var dataset = PickleProbe.Open(whole);
        var start = (int)(dataset[1].HuOld!.Offset!.Value + dataset[1].HuOld!.ByteLength);
        whole.AsSpan(start).Clear();
        var error = Assert.Throws<DatasetFormatException>(() => PickleProbe.Read(whole));
        Assert.Equal((Fault.Corrupt, (long)start), (error.Fault, error.Offset));
    }

    private static ArrayInfo?[] Rows(byte[] pickle, Leniency leniency)
    {
        if (pickle.Length == 0)
        {
            return [];
        }
        try
        {
            using var dataset = PickleProbe.Open(pickle, leniency);
            var rows = RowSelection.All.GetRows(dataset);
            DatasetSummary.Create(dataset, rows);
            return [.. rows.Select(row => row.HuOld)];
        }
        catch (DatasetFormatException) when (leniency == Leniency.Salvage)
        {
            return [];
        }
    }
}
