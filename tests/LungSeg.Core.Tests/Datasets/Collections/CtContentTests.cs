using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using Xunit;

namespace LungSeg.Core.Tests.Datasets.Collections;

/// <summary>Keys and figures are those of numpy and python3-xxhash for stored values (7919 i + 13) mod 65536, 70 x 61.</summary>
public sealed class CtContentTests
{
    private const int Height = 70;
    private const int Width = 61;

    [Theory]
    [InlineData(
        16,
        15,
        false,
        1,
        -32768,
        "6d460280bc4621753d68afcfc0b535a0",
        "a42204fdaba79b9967f98e56d4b9a541",
        -32766.0,
        32754.0,
        -53669.0,
        true
    )]
    [InlineData(
        16,
        15,
        true,
        1,
        -1024,
        "0ea912074b16946e2e55a3daa48b0a0c",
        "f30f5d2aaaacb2bbb27c2828fe9fd72e",
        -33782.0,
        31738.0,
        -4360613.0,
        false
    )]
    [InlineData(
        12,
        11,
        false,
        1,
        -1024,
        "ae8bfbd056293f4e2ee7b0475178c632",
        "5a64bdf18040000235531c413f443963",
        -1024.0,
        3071.0,
        4355675.0,
        true
    )]
    [InlineData(
        12,
        13,
        true,
        1,
        -1000,
        "a2e741570175b939db7dba96ba5feeaf",
        "4609985ecb90f66f3c8948607ff9ce3d",
        -3048.0,
        1047.0,
        -4272730.0,
        true
    )]
    [InlineData(
        16,
        15,
        true,
        1,
        0,
        "7ad85f42c7fd1eb170d2d1079a32c69c",
        "705ae3bd6678016140bf3624a371b136",
        -32758.0,
        32762.0,
        11867.0,
        true
    )]
    [InlineData(
        16,
        15,
        false,
        1,
        -1024,
        "30691318e2c9b8be90774de4e5c2b84b",
        "3dc8dae1d0ab6a0d51f54e44843d4011",
        -1022.0,
        64498.0,
        135493211.0,
        false
    )]
    [InlineData(
        12,
        11,
        true,
        2,
        -1024,
        "fc8ecfd5e02d36d42b4cf138cc01f6cf",
        "d1b592881ad378563c302ac266221fca",
        -5120.0,
        3070.0,
        -4381514.0,
        true
    )]
    [InlineData(
        12,
        11,
        false,
        0.5,
        -1024,
        "be7fcfada82affa7fd40f8b6d708945b",
        "e6e5be43b4952dafb38497a8356c16cb",
        -1024.0,
        1023.5,
        -8402.5,
        false
    )]
    public void Read_StoredValues_HasTheContentOfItsHu(
        int bitsStored,
        int highBit,
        bool isSigned,
        double slope,
        double intercept,
        string key,
        string paddingKey,
        double minimum,
        double maximum,
        double sum,
        bool isInt16
    )
    {
        var stored = Enumerable.Range(0, Height * Width).Select(i => (ushort)((7919 * i) + 13)).ToArray();
        var bytes = MemoryMarshal.AsBytes<ushort>(stored).ToArray();
        var slice = new CtSlice
        {
            File = new DicomFile(null, "slice.dcm", new FolderReading()),
            Layout = new PixelLayout
            {
                Syntax = TransferSyntax.ExplicitLittleEndian,
                Place = new PixelPlace(DicomTags.PixelData, 0, bytes.Length, 0),
                Rows = Height,
                Columns = Width,
                Frames = 1,
                BitsAllocated = 16,
                BitsStored = bitsStored,
                HighBit = highBit,
                IsSigned = isSigned,
            },
            Frame = 0,
            Slope = slope,
            Intercept = intercept,
            HasRescale = true,
            HasKnownText = true,
            Plane = new FramePlane(),
        };
        var content = CtContent.Read(new MemoryByteSource(bytes, new SourceName("slice.dcm", null, "dicom")), slice);
        Assert.Equal((key, paddingKey), (ContentKey.Format(content.Key), ContentKey.Format(content.PaddingKey)));
        Assert.Equal((minimum, maximum, sum, isInt16), (content.Minimum, content.Maximum, content.Sum, content.IsInt16));
    }
}
