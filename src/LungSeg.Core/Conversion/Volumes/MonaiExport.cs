using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Volumes;

/// <summary>The files of <see cref="NiftiExport"/> and a MONAI datalist, <c>dataset.json</c>, that names them.</summary>
internal sealed class MonaiExport(ExportRun run) : NiftiExport(run)
{
    public static new ExportFormat Format { get; } =
        NiftiExport.Format with
        {
            Name = "monai",
            Summary = "NIfTI as nifti writes it, with a MONAI datalist: training, validation, testing, fold",
            Start = run => new MonaiExport(run),
        };

    public override void Finish()
    {
        using var stream = Run.Files.Create(MonaiDatalist.FileName);
        WriteList(stream);
    }

    protected override void VerifyTables(ReadBack back)
    {
        using var expected = new MemoryStream();
        WriteList(expected);
        back.SameFile(MonaiDatalist.FileName, expected.ToArray());
    }

    private void WriteList(Stream stream)
    {
        var columns = Run.Metadata.RowColumns.Where(column => column != RowMetadata.Fold).ToArray();
        var list = new MonaiDatalist("Lung CT slices with cancer masks", hasValidation: true);
        foreach (var row in Run.Rows)
        {
            var (image, mask) = GetPair(row);
            list.Add(
                GetList(row),
                new MonaiCase(image, mask, row.Fold, [.. columns.Select(column => (column.Name, column.GetValue(row)))])
            );
        }

        using var json = JsonText.CreateWriter(stream);
        list.Write(json);
    }

    /// <summary>
    /// The array of a row's part. A part of another name has an array of its own, whose name differs from the document's other fields.
    /// </summary>
    private static string GetList(ExportRow row) =>
        row.Part switch
        {
            null or "train" => MonaiDatalist.Training,
            "val" => MonaiDatalist.Validation,
            "test" => MonaiDatalist.Testing,
            _ => MonaiDatalist.OtherPart + row.PartName,
        };
}
