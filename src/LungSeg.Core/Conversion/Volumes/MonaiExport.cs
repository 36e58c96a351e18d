using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>The files of <see cref="NiftiExport"/> and a MONAI datalist, <c>dataset.json</c>, that names them.</summary>
internal sealed class MonaiExport : IVerifiedExport
{
    public string Name => "monai";

    public string Summary => "NIfTI as nifti writes it, with a MONAI datalist: training, validation, testing, fold";

    public ExportTraits Traits { get; } = new() { DTypes = NiftiExport.DTypes, Uses = ExportOptions.OfSlices | ExportOptions.NiftiGzip };

    public void Write(ExportRun run)
    {
        run.ForEach(slice => NiftiPair.Of(run, slice.Row).Write(run, slice, isDeep: false));
        var list = new MonaiDatalist("Lung CT slices with cancer masks", hasValidation: true);
        var columns = run.Metadata.OfRow.Where(column => column != RowMetadata.Fold).ToArray();
        foreach (var row in run.Rows)
        {
            var pair = NiftiPair.Of(run, row);
            list.Add(
                ListOf(row),
                new MonaiCase(pair.Image, pair.Mask, row.Fold, [.. columns.Select(column => (column.Name, column.GetValue(row)))])
            );
        }

        using var stream = File.Create(run.PathOf(MonaiDatalist.FileName));
        using var json = JsonText.WriterOf(stream);
        list.Write(json);
    }

    public void Verify(ExportRun run) => run.ForEach(slice => NiftiPair.Of(run, slice.Row).Verify(run, slice));

    /// <summary>A part of another name has a list of its own, whose name cannot be that of one of the document's other fields.</summary>
    private static string ListOf(ExportRow row) =>
        row.Part switch
        {
            null or "train" => MonaiDatalist.Training,
            "val" => MonaiDatalist.Validation,
            "test" => MonaiDatalist.Testing,
            _ => "part_" + PartNames.Of(row),
        };
}
