using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Exports;

/// <summary>A table of the rows without pixels.</summary>
internal sealed class CsvExport : IDatasetExport
{
    public string Name => "csv";

    public string Summary => "table of the rows without their pixels: label, class, size, lesion pixels, place in the split";

    public ExportTraits Traits { get; } = new() { IsFolder = false, Suffixes = [".csv"], FillsMissingMasks = false };

    public void Write(ExportRun run)
    {
        using var table = new RowTable(run, run.Path);
        run.ForEach(
            slice => (slice.Rows, slice.Columns, slice.LesionPixels),
            (row, figures) =>
            {
                table.Write(row, figures);
                run.Manifest.SetRow(row, Path.GetFileName(run.Options.Output));
            },
            PieceCodec.Figures);
    }
}
