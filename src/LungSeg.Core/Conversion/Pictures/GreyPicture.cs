using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>The windowed 8-bit image of detection formats.</summary>
internal static class GreyPicture
{
    public static void Write(ExportRun run, ExportSlice slice, string name) =>
        run.WriteRowFile(name, ImageFile.Encode(run.Pixels.GetGrey(slice), (slice.Height, slice.Width), PngExport.Compression));

    public static void Verify(ExportRun run, ExportSlice slice, string name) =>
        ReadBack.Same(run, slice.Row, name, ImageFile.Read(run.PathOf(name)).Samples8, run.Pixels.GetGrey(slice));
}
