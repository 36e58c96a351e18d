using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Nifti;

/// <summary>Files, values and digests are nibabel's (tests/interop/readers/make_fixtures.py).</summary>
public sealed class NiftiGoldenTests
{
    public static TheoryData<string> Files { get; } = [.. BinaryFixtures.Nifti.Names(".nii")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Identify_FileOfNibabel_SaysWhatNibabelSays(string name)
    {
        var expected = BinaryFixtures.Nifti[name];
        var header = NiftiReader.Identify(BinaryFixtures.Source(BinaryFixtures.Nifti.Bytes(name)));
        Assert.Equal(expected.GetProperty("dtype").GetString(), NiftiSlice.GetDType(header).Name);
        Assert.Equal(
            expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()),
            [header.Slices, header.Height, header.Width]
        );
        Assert.Equal(expected.GetProperty("offset").ValueKind == JsonValueKind.Null, header.IsScaled);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfNibabel_GivesASliceARow(string name)
    {
        var expected = BinaryFixtures.Nifti[name];
        var source = BinaryFixtures.Source(BinaryFixtures.Nifti.Bytes(name));
        var table = NiftiReader.Read(source, Leniency.Strict);
        var shape = expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray();
        Assert.Equal(shape[0], table.Rows);
        Assert.Null(table.Damage);
        for (var row = 0; row < table.Rows; row++)
        {
            var array = table.Columns[0][row].Array!;
            Assert.Equal(shape[1..], array.Shape);
            Assert.Equal(expected.GetProperty("dtype").GetString(), array.DType.Name);
            Assert.Equal(expected.GetProperty("byte_order").GetString(), array.DType.ByteOrder.ToString(), ignoreCase: true);
            Assert.Equal(
                expected.GetProperty("offset").ValueKind == JsonValueKind.Null
                    ? null
                    : expected.GetProperty("offset").GetInt64() + (row * array.ByteLength),
                array.Offset
            );
            var values = new byte[array.ByteLength];
            ArrayReader.Read(source, array, values);
            Assert.Equal(expected.GetProperty("sha256")[row].GetString(), BinaryFixtures.Sha256(values));
        }
    }

    [Theory]
    [InlineData("spaced.nii", 0.75, 0.703125)]
    [InlineData("spaced_micron_big.nii", 0.75, 0.703)]
    public void Open_SpacingThatTheFileVouchesFor_IsInTheRows(string name, double row, double column)
    {
        using var dataset = Dataset.Open(BinaryFixtures.Nifti.PathOf(name));
        Assert.Equal(
            ["hu_array_old", "row_spacing_mm", "column_spacing_mm", "image_position_mm", "image_orientation"],
            dataset.Inputs[0].ColumnNames
        );
        Assert.Equal(row, dataset[2].GetNumber(DatasetColumns.RowSpacingMm)!.Value, 1e-6);
        Assert.Equal(column, dataset[2].GetNumber(DatasetColumns.ColumnSpacingMm)!.Value, 1e-6);
    }

    [Fact]
    public void Open_SpacingWithoutASpace_IsUnknown()
    {
        using var dataset = Dataset.Open(BinaryFixtures.Nifti.PathOf("slice.nii"));
        Assert.Equal(["hu_array_old"], dataset.Inputs[0].ColumnNames);
    }

    [Fact]
    public void Open_ZerosAndOnes_AreAMask()
    {
        using var dataset = Dataset.Open(BinaryFixtures.Nifti.PathOf("mask.nii"));
        Assert.Equal(["mask"], dataset.Inputs[0].ColumnNames);
        using var named = Dataset.Open(BinaryFixtures.Nifti.PathOf("mask.nii"), new DatasetOptions { BareColumn = DatasetColumns.Hu });
        Assert.Equal(["hu_array"], named.Inputs[0].ColumnNames);
    }

    [Fact]
    public void Open_Packed_IsFoundByContent()
    {
        using var dataset = Dataset.Open(BinaryFixtures.Nifti.PathOf("packed.nii.gz"));
        var input = dataset.Inputs[0];
        Assert.Equal(("nifti", "gzip", "packed", 3L), (input.Format, input.Compression, input.Stem, input.RowCount));
        using var sample = dataset[1].Load();
        ArrayAssert.HasBytes(BinaryFixtures.Nifti["packed.nii.gz"].GetProperty("sha256")[1].GetString()!, sample, dataset[1].HuOld!);
    }

    [Fact]
    public void Open_Scaled_GivesTheSampleItsValues()
    {
        using var dataset = Dataset.Open(BinaryFixtures.Nifti.PathOf("scaled_int16_big.nii"));
        using var sample = dataset[1].Load();
        ArrayAssert.HasBytes(BinaryFixtures.Nifti["scaled_int16_big.nii"].GetProperty("sha256")[1].GetString()!, sample, dataset[1].HuOld!);
    }

    [Fact]
    public void Read_BitpixThatContradictsTheDatatype_IsNoted() =>
        Assert.Contains(
            "bitpix is 0",
            Assert.Single(NiftiReader.Read(BinaryFixtures.Source(BinaryFixtures.Nifti.Bytes("bitpix_zero.nii")), Leniency.Strict).Notes),
            StringComparison.Ordinal
        );

    [Fact]
    public void Read_BytesBehindTheVoxels_AreIgnoredAndNoted()
    {
        var table = NiftiReader.Read(BinaryFixtures.Source([.. BinaryFixtures.Nifti.Bytes("int16_little.nii"), 1, 2, 3]), Leniency.Strict);
        Assert.Equal(3, table.Rows);
        Assert.Contains("3 bytes", Assert.Single(table.Notes), StringComparison.Ordinal);
    }
}
