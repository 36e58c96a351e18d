using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Tests.Formats.Folders;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>Masks and digests are those of Pillow and nibabel (tests/interop/readers/make_folder_fixtures.py).</summary>
public sealed class MaskOverlayTests
{
    private static Dataset Open(string input, string masks) => Dataset.Open(input, new DatasetOptions { MaskFolder = masks });

    [Fact]
    public void Open_MasksNamedLikeTheFiles_AreJoined()
    {
        using var dataset = Open(BinaryFixtures.Folders.PathOf("nnunet_gz"), BinaryFixtures.Folders.PathOf("masks_by_file"));
        var expected = BinaryFixtures.Folders["masks_by_file"];

        // Rows are train_00000, train_00001, train_00010, test_00000, test_00001; the second and fourth have no mask in the folder.
        foreach (var (row, mask) in new[] { (0, 0), (2, 1), (4, 2) })
        {
            using var sample = dataset[row].Load();
            FolderGoldenTests.AssertArray(expected[mask].GetProperty("mask"), sample, dataset[row].Mask);
        }

        Assert.Null(dataset[1].Mask);
        Assert.Null(dataset[3].Mask);
        Assert.Equal(["label1", "mask", "hu_array_old", "file", "part"], dataset.Inputs[0].ColumnNames);
        Assert.Contains(dataset.Inputs[0].Notes, note => note.Contains("own are not used", StringComparison.Ordinal));
        Assert.Contains(dataset.Inputs[0].Notes, note => note.StartsWith("1 masks in", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_MasksNamedLikeTheRows_AreJoinedToASingleFile()
    {
        using var dataset = Open(BinaryFixtures.Nifti.PathOf("int16_little.nii"), BinaryFixtures.Folders.PathOf("masks_by_row"));
        var expected = BinaryFixtures.Folders["masks_by_row"];
        Assert.Equal(["mask", "hu_array_old"], dataset.Inputs[0].ColumnNames);
        foreach (var (row, mask) in new[] { (0, 0), (2, 1) })
        {
            using var sample = dataset[row].Load();
            FolderGoldenTests.AssertArray(expected[mask].GetProperty("mask"), sample, dataset[row].Mask);
        }

        Assert.Null(dataset[1].Mask);
        Assert.Empty(dataset.Inputs[0].Notes);
    }

    [Fact]
    public void Open_VolumeNamedLikeTheFileOfItsRows_GivesOneSliceEach()
    {
        using var masks = CopiedFolder.Of("masks_by_row");
        masks.Write("deep/a_0000.nii", CopiedFolder.Bytes("nnunet_volumes", "labelsTr/a.nii"));
        using var own = Dataset.Open(BinaryFixtures.Folders.PathOf("nnunet_volumes"));
        using var joined = Open(BinaryFixtures.Folders.PathOf("nnunet_volumes"), masks.Path);
        for (var row = 0; row < 3; row++)
        {
            using var a = own[row].Load();
            using var b = joined[row].Load();
            Assert.Equal(a.ReadValues(own[row].Mask!), b.ReadValues(joined[row].Mask!));
        }

        Assert.Null(joined[3].Mask);
    }

    [Fact]
    public void Open_MaskOfOtherDepth_IsCorruptWhereIndexDecides()
    {
        using var masks = CopiedFolder.Of("masks_by_row");
        masks.Write("a_0000.nii", CopiedFolder.Bytes("nnunet_volumes", "labelsTr/b.nii"));
        Assert.Equal(
            Fault.Corrupt,
            Assert
                .Throws<DatasetFormatException>(() =>
                    Dataset.Open(
                        BinaryFixtures.Folders.PathOf("nnunet_volumes"),
                        new DatasetOptions
                        {
                            MaskFolder = masks.Path,
                            Masks = new MaskReading { Place = MaskPlace.Index },
                        }
                    )
                )
                .Fault
        );
    }

    [Fact]
    public void Open_NameInTwoFolders_NamesNoMaskByItself()
    {
        using var masks = CopiedFolder.Of("masks_by_file");
        masks.Write("one/train_00001_0000.png", masks.Read("train_00000_0000.png"));
        masks.Write("two/train_00001_0000.png", masks.Read("train_00000_0000.png"));
        using var dataset = Open(BinaryFixtures.Folders.PathOf("nnunet_gz"), masks.Path);
        Assert.Null(dataset[1].Mask);
    }

    [Fact]
    public void Open_NoMaskOfItsName_SaysWhatIsExpected()
    {
        var error = Assert.Throws<DatasetFormatException>(() =>
            Open(BinaryFixtures.Folders.PathOf("nnunet_gz"), BinaryFixtures.Folders.PathOf("masks_by_row"))
        );
        Assert.Equal(Fault.WrongFormat, error.Fault);
        Assert.Contains("imagesTr/train_00000_0000.png", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MaskFolderThatIsMissing_IsAWrongArgument() =>
        Assert.Equal(
            RequestParameter.MaskFolder,
            Assert
                .Throws<InvalidRequestException>(() =>
                    Open(BinaryFixtures.Folders.PathOf("nnunet_gz"), BinaryFixtures.Folders.PathOf("nowhere"))
                )
                .Parameter
        );

    /// <summary>A stack belongs to the rows of all inputs in their order.</summary>
    [Fact]
    public void Open_StackForTwoInputs_GoesOnWhereTheFirstOneEnds()
    {
        using var folder = CopiedFolder.Of("masks_by_row");
        var one = Stack([1, 2, 2], [1, 0, 0, 1]);
        folder.Write("a.npy", one);
        folder.Write("b.npy", Stack([2, 2, 2], [0, 1, 0, 0, 0, 0, 1, 0]));
        folder.Write("m.npy", Stack([3, 2, 2], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]));
        string[] inputs = [Path.Combine(folder.Path, "a.npy"), Path.Combine(folder.Path, "b.npy")];
        var options = new DatasetOptions { MaskFolder = Path.Combine(folder.Path, "m.npy"), BareColumn = "hu_array_old" };
        using (var dataset = Dataset.Open(inputs, options))
        {
            double[][] expected =
            [
                [1, 0, 0, 0],
                [0, 1, 0, 0],
                [0, 0, 1, 0],
            ];
            foreach (var (row, values) in dataset.Rows.Zip(expected))
            {
                using var sample = row.Load();
                Assert.Equal(values, sample.ReadValues(row.Mask!).ToArray());
            }
        }

        Assert.Contains("2, expected 1", Refusal(options with { MaskFolder = inputs[1] }, inputs[0]), StringComparison.Ordinal);
        Assert.Contains("1, expected at least 2", Refusal(options with { MaskFolder = inputs[0] }, inputs[1]), StringComparison.Ordinal);

        using var opener = new DatasetOpener(options);
        Assert.Throws<FileNotFoundException>(() => opener.Add(Path.Combine(folder.Path, "none.npy")));
        Assert.Contains(
            "was not read",
            Assert.Throws<DatasetFormatException>(() => opener.Add(inputs[1])).Message,
            StringComparison.Ordinal
        );
    }

    private static string Refusal(DatasetOptions options, string input) =>
        Assert.Throws<DatasetFormatException>(() => Dataset.Open(input, options)).Message;

    /// <summary>A .npy of int8 by the format's description: magic, version, length of the header, header, values.</summary>
    private static byte[] Stack(int[] shape, byte[] values)
    {
        var header = $"{{'descr': '|i1', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. values];
    }
}
