using System.Runtime.InteropServices;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>Writes what tests/interop/check_png.py opens with Pillow; it names the folder in LUNGSEG_PNG_FOLDER.</summary>
public sealed class PngPeerTests
{
    [Theory]
    [InlineData(0, PngFilter.None)]
    [InlineData(1, PngFilter.Average)]
    [InlineData(6, PngFilter.Average)]
    [InlineData(9, PngFilter.None)]
    public void Encode_ForPillow_WritesEveryKind(int compression, PngFilter filter)
    {
        var folder = Environment.GetEnvironmentVariable("LUNGSEG_PNG_FOLDER");
        Assert.SkipWhen(folder is null, "LUNGSEG_PNG_FOLDER is not set; tests/interop/check_png.py sets it");
        var options = new PngOptions(compression, filter);
        var rgb = new RgbImage(7, 13);
        MemoryMarshal.Cast<byte, RgbColor>(ImageFixture.Bytes("rgb8.bin")).CopyTo(rgb.Pixels);

        Save("grey8", ImageFile.Encode(ImageFixture.Bytes("grey8.bin"), new(7, 13), options));
        Save("grey16", ImageFile.Encode(MemoryMarshal.Cast<byte, ushort>(ImageFixture.Bytes("grey16.bin")), new(7, 13), options));
        Save("rgb8", ImageFile.Encode(rgb, options));

        void Save(string kind, byte[] png) =>
            ImageFile.Save(Path.Combine(folder, $"{kind}_{compression}_{filter}.png"), png, overwrite: false);
    }
}
