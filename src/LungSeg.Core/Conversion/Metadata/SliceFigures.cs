using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>Size and lesion pixels of the slices that were written, for the table of their rows.</summary>
internal sealed class SliceFigures(ExportRun run)
{
    private readonly (int Rows, int Columns, int LesionPixels)?[] _figures = new (int, int, int)?[run.Rows.Count];

    /// <summary>Takes those of a row; from any thread.</summary>
    public void Add(ExportSlice slice)
    {
        var figures = (slice.Height, slice.Width, slice.LesionPixels);
        _figures[slice.Row.Position] = figures;
        run.Kept?.Put(slice.Row.Position, RowPieces.Figures, PieceCodec.Figures.Pack(figures));
    }

    /// <summary>Takes those of a row from a shard.</summary>
    public void Put(ExportRow row, (int Rows, int Columns, int LesionPixels) figures) => _figures[row.Position] = figures;

    /// <summary>Those of a row; null where no file holds it.</summary>
    public (int Rows, int Columns, int LesionPixels)? Of(ExportRow row) =>
        run.Merged is { } merged && run.Manifest.FilesOf(row).Count > 0
            ? merged.Get(row.Position, RowPieces.Figures, PieceCodec.Figures)
            : _figures[row.Position];
}
