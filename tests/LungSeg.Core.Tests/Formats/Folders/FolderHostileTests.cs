using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Tests.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Folders;

public sealed class FolderHostileTests
{
    private static readonly string[] NnUnetFiles =
    [
        "dataset.json",
        "manifest.json",
        "imagesTr/train_00000_0000.nii.gz",
        "labelsTr/train_00000.nii.gz",
    ];

    /// <summary>Opens a copy and reads all its arrays.</summary>
    private static void ReadAll(CopiedFolder folder, DatasetOptions? options = null)
    {
        using var dataset = Dataset.Open(folder.Path, options);
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            foreach (var array in new[] { row.Mask, row.HuOld })
            {
                if (array is not null)
                {
                    sample.ReadValues(array);
                }
            }
        }
    }

    private static DatasetFormatException Fails(CopiedFolder folder, DatasetOptions? options = null)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => ReadAll(folder, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        return error;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    [Theory]
    [InlineData("imagesTr/train_00000_0000.nii.gz")]
    [InlineData("labelsTr/train_00000.nii.gz")]
    public void Read_EveryPrefixOfAPackedSlice_IsTruncated(string file)
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        var whole = folder.Read(file);
        for (var length = 0; length < whole.Length; length++)
        {
            folder.Write(file, whole[..length]);
            Assert.Contains(Fails(folder).Fault, (Fault[])[Fault.Truncated, Fault.Corrupt]);
        }
    }

    [Fact]
    public void Read_EveryPrefixOfAPackedVolume_IsTruncated()
    {
        using var folder = CopiedFolder.Of("nnunet_packed_volumes");
        var whole = folder.Read("imagesTr/a_0000.nii.gz");
        for (var length = 0; length < whole.Length; length += 7)
        {
            folder.Write("imagesTr/a_0000.nii.gz", whole[..length]);
            Assert.Contains(Fails(folder).Fault, (Fault[])[Fault.Truncated, Fault.Corrupt]);
        }
    }

    [Fact]
    public void Read_EveryPrefixOfAPng_IsTruncated()
    {
        using var folder = CopiedFolder.Of("png_folders");
        foreach (var file in (string[])["images/a.png", "masks/a.png"])
        {
            var whole = folder.Read(file);
            for (var length = 0; length < whole.Length; length++)
            {
                folder.Write(file, whole[..length]);
                Assert.Contains(Fails(folder).Fault, (Fault[])[Fault.Truncated, Fault.Corrupt]);
            }

            folder.Write(file, whole);
        }
    }

    [Fact]
    public void Read_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(20240313);
        using var nnunet = CopiedFolder.Of("nnunet_gz");
        using var png = CopiedFolder.Of("png_parts");
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var (folder, files) =
                i % 2 == 0 ? (nnunet, NnUnetFiles) : (png, ["manifest.json", "train/images/x.png", "train/masks/x_mask.png"]);
            var file = files[random.Next(files.Length)];
            var whole = folder.Read(file);
            var flipped = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
            }
            folder.Write(file, flipped);
            try
            {
                ReadAll(folder);
            }
            catch (DatasetFormatException)
            {
                refused++;
            }

            folder.Write(file, whole);
        }

        Assert.InRange(refused, 100, 399);
    }

    [Fact]
    public void Open_PackedHeaderOfMoreThanTheFileCanHold_IsCorruptBeforeAnythingIsAllocated()
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        var header = BinaryFixtures.Nifti.Bytes("int16_little.nii");
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(42), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(44), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(46), 1);
        folder.Write("imagesTr/train_00000_0000.nii.gz", Gzip(header));
        Assert.Equal(Fault.Corrupt, Fails(folder).Fault);
    }

    [Fact]
    public void Read_PackedVolumeThatGoesOnForEver_IsTooLarge()
    {
        using var folder = CopiedFolder.Of("nnunet_packed_volumes");
        folder.Write("imagesTr/a_0000.nii.gz", Gzip([.. BinaryFixtures.Nifti.Bytes("int16_little.nii"), .. new byte[2 << 20]]));
        Assert.Equal(Fault.TooLarge, Fails(folder).Fault);
    }

    [Fact]
    public void Read_PackedVolumeOverTheLimit_IsTooLarge()
    {
        using var folder = CopiedFolder.Of("nnunet_packed_volumes");
        Assert.Equal(
            Fault.TooLarge,
            Fails(folder, new DatasetOptions { Limits = ReadLimits.Default with { MaxUnpackedBytes = 500 } }).Fault
        );
    }

    [Theory]
    [InlineData("dataset.json", "{", Fault.Corrupt, 1)]
    [InlineData("dataset.json", "{\n\"a\": nothing}", Fault.Corrupt, 7)]
    [InlineData("dataset.json", "{\"channel_names\": {\"0\": \"\\ud800\"}}", Fault.Corrupt, 24)]
    [InlineData("dataset.json", "[]", Fault.WrongFormat, 0)]
    [InlineData("dataset.json", "{}", Fault.WrongFormat, null)]
    [InlineData("dataset.json", """{"channel_names": {}}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": ["CT"]}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": {"-1": "CT"}}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": {"99999999999": "CT"}}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": {"0": 7}}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": {"0": "CT"}, "file_ending": 7}""", Fault.Corrupt, null)]
    [InlineData("dataset.json", """{"channel_names": {"0": "CT"}, "file_ending": ".nii"}""", Fault.WrongFormat, null)]
    [InlineData("manifest.json", """{"rows": {}}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"rows": [7]}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"rows": [{"label": "LR2"}]}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"rows": [{"label": "LR2", "files": [7]}]}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"rows": [{"label": 2, "files": ["a"]}]}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"hu_offset": "1024"}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"hu_offset": 1e999}""", Fault.Corrupt, null)]
    [InlineData("manifest.json", """{"image": "mask"}""", Fault.Corrupt, null)]
    public void Open_DescriptionThatIsNone_IsRefused(string file, string text, Fault fault, int? offset)
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        folder.Write(file, Encoding.UTF8.GetBytes(text));
        var error = Fails(folder);
        Assert.Equal((fault, offset), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", Fault.WrongFormat)]
    [InlineData("", Fault.WrongFormat)]
    [InlineData("case,label\na\n", Fault.Corrupt)]
    [InlineData("case,label\n\"a,LR2\n", Fault.Corrupt)]
    [InlineData("case,label\na,LR2\na,LR3\n", Fault.Corrupt)]
    public void Open_ClassesThatAreNone_AreRefused(string text, Fault fault)
    {
        using var folder = CopiedFolder.Of("nnunet_volumes");
        folder.Write("classes.csv", Encoding.UTF8.GetBytes(text));
        Assert.Equal(fault, Fails(folder).Fault);
    }

    [Theory]
    [InlineData("case,label\r\n\r\nb,\"LR3\"\r\na,LR2\r\nb,LR4A\r\n", 5, 3, 30)]
    [InlineData("case;label\nb;\"LR\n3\"\nb;LR2\n", 4, 2, 20)]
    public void Open_CaseWithTwoLabels_IsRefusedWithBothLines(string text, int line, int first, int offset)
    {
        using var folder = CopiedFolder.Of("nnunet_volumes");
        folder.Write("classes.csv", Encoding.UTF8.GetBytes(text));
        var error = Fails(folder);
        Assert.Equal(offset, error.Offset);
        Assert.StartsWith($"line {line} labels b '", error.Detail, StringComparison.Ordinal);
        Assert.Contains($", line {first} '", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManifestWithTwoLabelsOfAFile_IsRefused()
    {
        using var folder = CopiedFolder.Of("nnunet_volumes");
        folder.Write(
            "manifest.json",
            """
            {"rows": [{"label": "LR2", "files": ["imagesTr/a_0000.nii"]}, {"label": "LR3", "files": ["imagesTr/a_0000.nii"]}]}
            """u8.ToArray()
        );
        Assert.Equal("imagesTr/a_0000.nii is labelled 'LR2' and 'LR3'", Fails(folder).Detail);
    }

    [Fact]
    public void Open_ClassesOfNoCaseOrTwiceTheSame_AreNoted()
    {
        using var folder = CopiedFolder.Of("nnunet_volumes");
        folder.Write("classes.csv", "case,label\na,LR2\nc,LR3\na,LR2\nB,LR4A\n"u8.ToArray());
        using var dataset = Dataset.Open(folder.Path);
        Assert.Equal("LR2", dataset[0].LabelText);
        Assert.Contains("classes.csv: no case of the folder for 2 lines: 3 (c), 5 (B)", dataset.Inputs[0].Notes);
        Assert.Contains("classes.csv: a case is labelled again, and the same, in line 4 (a)", dataset.Inputs[0].Notes);
    }

    [Fact]
    public void Open_NestedJson_DoesNotRecurse()
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        folder.Write("dataset.json", Encoding.UTF8.GetBytes("{\"a\": " + new string('[', 100_000)));
        Assert.Equal(Fault.Corrupt, Fails(folder).Fault);
    }

    [Fact]
    public void Open_MaskOfOtherDepth_IsCorrupt()
    {
        using var folder = CopiedFolder.Of("nnunet_volumes");
        folder.Write("labelsTr/a.nii", folder.Read("labelsTr/b.nii"));
        var error = Fails(folder);
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("labelsTr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherChannelsAndEndings_AreSaid()
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        folder.Write(
            "dataset.json",
            """{"channel_names": {"0": "CT", "1": "PET"}, "numTraining": 7, "file_ending": ".nii.gz"}"""u8.ToArray()
        );
        folder.Write("imagesTr/train_00000_0001.nii.gz", [1]);
        folder.Write("imagesTr/other.nii.gz", [1]);
        folder.Write("labelsTr/other.nii.gz", [1]);
        using (var dataset = Dataset.Open(folder.Path))
        {
            Assert.Equal(5, dataset.RowCount);
            Assert.Equal(4, dataset.Inputs[0].Notes.Count);
        }

        folder.Write("dataset.json", """{"channel_names": {"0": "CT"}, "file_ending": ".tif"}"""u8.ToArray());
        folder.Write("imagesTr/a_0000.tif", [1]);
        Assert.Equal(Fault.Unsupported, Fails(folder).Fault);
    }

    [Theory]
    [InlineData("MRI", "MRI")]
    [InlineData("ct", "hu_array_old")]
    [InlineData("mask", "channel_0")]
    public void Open_ChannelName_NamesTheColumn(string channel, string column)
    {
        using var folder = CopiedFolder.Of("nnunet_gz");
        folder.Write(
            "dataset.json",
            Encoding.UTF8.GetBytes($$"""{"channel_names": {"0": "{{channel}}"}, "numTraining": 3, "file_ending": ".nii.gz"}""")
        );
        using var dataset = Dataset.Open(folder.Path);
        Assert.Equal(["label1", "mask", column, "file", "part"], dataset.Inputs[0].ColumnNames);
    }

    [Fact]
    public void Open_ImageInColour_IsUnsupported()
    {
        using var folder = CopiedFolder.Of("png_folders");
        folder.Write(
            "images/a.png",
            File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "LungSeg.Core.Tests", "Imaging", "Fixtures", "rgb8.png"))
        );
        var error = Fails(folder);
        Assert.Equal((Fault.Unsupported, 25L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Open_ImageWithATransparentValue_IsUnsupported()
    {
        using var folder = CopiedFolder.Of("png_folders");
        byte[][] rows =
        [
            [7, 8],
        ];
        folder.Write("images/a.png", PngBytes.Of(2, 8, 0, rows, ("tRNS", [0, 8])));
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(folder.Path));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains("row 0, column 1", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MaskWithAThirdValue_SaysWhere()
    {
        using var folder = CopiedFolder.Of("png_folders");
        folder.Write("masks/a.png", folder.Read("images/b.png"));
        var error = Fails(folder);
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains("row 0, column", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PngOfGigapixels_IsCorrupt()
    {
        using var folder = CopiedFolder.Of("png_folders");
        var png = folder.Read("images/a.png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), int.MaxValue);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), int.MaxValue);
        folder.Write("images/a.png", png);
        Assert.Equal((Fault.Corrupt, 16L), (Fails(folder).Fault, Fails(folder).Offset));
    }

    [Fact]
    public void Read_PngThatChangedSince_IsRefused()
    {
        using var folder = CopiedFolder.Of("png_side_by_side");
        using var dataset = Dataset.Open(folder.Path);
        folder.Write("a.png", CopiedFolder.Bytes("png_folders", "images/a.png"));
        using var sample = dataset[0].Load();
        Assert.Equal(
            Fault.Changed,
            Assert
                .Throws<DatasetFormatException>(() =>
                {
                    sample.ReadValues(dataset[0].HuOld!);
                })
                .Fault
        );
    }

    [Fact]
    public void Open_FolderOfNothing_NamesWhatIsRead()
    {
        using var folder = CopiedFolder.Of("masks_by_row");
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(folder.Path));
        Assert.Equal(Fault.WrongFormat, error.Fault);
        Assert.Contains("nnunet", error.Detail, StringComparison.Ordinal);

        // Images without masks are read where that is asked for.
        using var dataset = Dataset.Open(folder.Path, new DatasetOptions { Format = "png" });
        Assert.Equal(2, dataset.RowCount);
    }
}
