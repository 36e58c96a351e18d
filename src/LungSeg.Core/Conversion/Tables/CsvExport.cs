using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>A table of the rows without pixels.</summary>
internal sealed class CsvExport : IDatasetExport
{
    public string Name => "csv";

    public string Summary => "table of the rows without their pixels: label, class, size, lesion pixels, place in the split";

    public ExportTraits Traits { get; } =
        new()
        {
            IsFolder = false,
            Suffixes = [".csv"],
            Uses = ExportOptions.OfSlices,
            FillsMissingMasks = false,
        };

    public void Write(ExportRun run)
    {
        run.ForEach(slice => run.Manifest.SetRow(slice.Row, Path.GetFileName(run.Options.Output)));
        RowTable.Save(run, run.Path, run.Rows);
    }
}
