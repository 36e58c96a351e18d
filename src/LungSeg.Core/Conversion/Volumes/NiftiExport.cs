using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>
/// NIfTI files of one slice each: <c>[PART/]images/NAME.nii.gz</c>, <c>[PART/]masks/NAME.nii.gz</c> and <c>labels.csv</c>.
/// </summary>
internal class NiftiExport(ExportRun run) : FilesExport(run)
{
    public static ExportFormat Format { get; } =
        new()
        {
            Name = "nifti",
            Summary = "NIfTI, one slice a file, HU without loss (int16 where it can be): images/ and masks/ NAME.nii.gz",
            Start = run => new NiftiExport(run),
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.Slices | ExportOptions.NiftiGzip,
        };

    public override void Finish() => RowTable.Save(Run);

    public sealed override void Verify(ReadBack back)
    {
        back.EachSlice(Run.Rows, slice => GetPair(slice.Row).Verify(Run, back, slice));
        VerifyTables(back);
    }

    /// <summary>Reads back what is known of the rows beside their pixels.</summary>
    protected virtual void VerifyTables(ReadBack back) => RowTable.Verify(Run, back);

    /// <summary>Names the files of a row.</summary>
    protected virtual NiftiPair GetPair(ExportRow row) => NiftiPair.From(Run, row);

    protected override void WriteRow(ExportSlice slice, RowFiles files) => GetPair(slice.Row).Write(Run, slice, files, isDeep: false);
}
