using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>
/// NIfTI files of one slice each: <c>[PART/]images/NAME.nii.gz</c>, <c>[PART/]masks/NAME.nii.gz</c> and <c>labels.csv</c>.
/// </summary>
internal sealed class NiftiExport : IVerifiedExport
{
    internal static readonly ImageDType[] DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64];

    public string Name => "nifti";

    public string Summary => "NIfTI, one slice a file, HU without loss (int16 where it can be): images/ and masks/ NAME.nii.gz";

    public ExportTraits Traits { get; } = new() { DTypes = DTypes, Uses = ExportOptions.OfSlices | ExportOptions.NiftiGzip };

    public void Write(ExportRun run)
    {
        run.ForEach(slice => NiftiPair.Of(run, slice.Row).Write(run, slice, isDeep: false));
        RowTable.Save(run, run.PathOf(RowTable.FileName), run.Rows);
    }

    public void Verify(ExportRun run) => run.ForEach(slice => NiftiPair.Of(run, slice.Row).Verify(run, slice));
}
