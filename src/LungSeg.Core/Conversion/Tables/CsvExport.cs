using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>A table of the rows without pixels.</summary>
internal sealed class CsvExport(ExportRun run) : FilesExport(run)
{
    public static ExportFormat Format { get; } =
        new()
        {
            Name = "csv",
            Summary = "table of the rows without their pixels: label, class, size, lesion pixels, place in the split",
            Start = run => new CsvExport(run),
            IsFolder = false,
            Suffixes = [".csv"],
            Columns = new() { Reserved = ["row", "file", "class", "class_id", "rows", "columns", "lesion_px"] },
            Uses = ExportOptions.Slices,
            FillsMissingMasks = false,
        };

    public override void Finish() => RowTable.Save(Run, Path.GetFileName(Run.Path), Run.Rows);

    public override void Verify(ReadBack back)
    {
        back.EachSlice(Run.Rows, _ => { });
        RowTable.Verify(Run, back, Path.GetFileName(Run.Path), Run.Rows);
    }

    /// <summary>Writes nothing. Slices are loaded only for their size and lesion pixels, which the table holds.</summary>
    protected override void WriteRow(ExportSlice slice, RowFiles files) { }
}
