using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>Pairs of 8-bit grey pictures: the windowed image and the lesion mask.</summary>
internal sealed class PngExport : IVerifiedExport
{
    // Measured on CT slices: hardly larger than level 6, three times as fast.
    internal static readonly PngOptions Compression = new(3, PngFilter.Sub);

    public string Name => "png";

    public string Summary => "pairs images/NAME.png (8-bit, windowed) and masks/NAME.png (0/255, or 0/1)";

    public ExportTraits Traits { get; } = new() { Window = WindowUse.Always, Uses = ExportOptions.OfSlices | ExportOptions.MaskValue };

    public void Write(ExportRun run)
    {
        run.ForEach(slice =>
            PicturePair.Write(run, slice, ImageFile.Encode(run.Pixels.GetGrey(slice), (slice.Height, slice.Width), Compression))
        );
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run) => PicturePair.Verify(run, picture => picture.Samples8.ToArray(), run.Pixels.GetGrey);
}
