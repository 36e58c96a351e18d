using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// Pairs of 8-bit grey pictures, the windowed image and the lesion mask: <c>[PART/]images/NAME.png</c>, <c>[PART/]masks/NAME.png</c> and
/// <c>labels.csv</c>.
/// </summary>
internal class PngExport(ExportRun run) : FilesExport(run)
{
    public static ExportFormat Format { get; } =
        new()
        {
            Name = "png",
            Summary = "pairs images/NAME.png (8-bit, windowed) and masks/NAME.png (0/255, or 0/1)",
            Start = run => new PngExport(run),
            Window = WindowUse.Always,
            Uses = ExportOptions.Slices | ExportOptions.MaskValue,
        };

    /// <summary>Folder of rows without a part; null for the output folder itself.</summary>
    protected virtual string? OnlyPart => null;

    public override void Finish() => RowTable.Save(Run);

    public sealed override void Verify(ReadBack back)
    {
        back.EachSlice(
            Run.Rows,
            slice =>
            {
                var pair = PicturePair.From(slice.Row, onlyPart: OnlyPart);
                GreyPicture.Verify(Run, back, slice, pair.Image);
                pair.VerifyMask(Run, back, slice);
            }
        );
        VerifyTable(back);
    }

    /// <summary>Reads back what is known of the rows beside their pixels.</summary>
    protected virtual void VerifyTable(ReadBack back) => RowTable.Verify(Run, back);

    protected sealed override void WriteRow(ExportSlice slice, RowFiles files) =>
        PicturePair.From(slice.Row, onlyPart: OnlyPart).Write(Run, slice, files, GreyPicture.Encode(Run, slice));
}
