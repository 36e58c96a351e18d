using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>An export that takes the image and the mask of each row.</summary>
/// <typeparam name="T">What a row gives to files that hold several rows.</typeparam>
internal abstract class SliceExport<T>(ExportRun run) : DatasetExport(run)
{
    /// <summary>The rows in the order in which they are joined.</summary>
    public virtual IReadOnlyList<ExportRow> Order => Run.Rows;

    /// <summary>How shards keep what a row gives.</summary>
    public abstract PieceCodec<T> Codec { get; }

    /// <summary>Adds what a row gives to files that hold several rows. Called for one row at a time, in order.</summary>
    public abstract void Add(ExportRow row, T record);

    /// <summary>Writes the files that hold several rows, after the last row.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public sealed override void WriteTo(IExportSink sink) => sink.Write(this);

    /// <summary>Loads a row, writes the files that hold only this row, and returns what it gives to others; from any thread.</summary>
    public T EncodeRow(ExportRow row)
    {
        var files = new RowFiles(Run.Files);
        using var slice = Run.Load(row);
        Run.Figures[row.Position] = new SliceFigures(slice.Size, slice.LesionPixels);
        var record = Encode(slice, files);
        Run.Manifest.SetRow(row, files.Names);
        return record;
    }

    /// <summary>Writes the files that hold only this row, and returns what it gives to others; from any thread.</summary>
    protected abstract T Encode(ExportSlice slice, RowFiles files);
}

/// <summary>The empty record of a row whose pixels are all in files of its own.</summary>
internal readonly record struct NoRecord;

/// <summary>An export whose rows have all their pixels in files of their own.</summary>
internal abstract class FilesExport(ExportRun run) : SliceExport<NoRecord>(run)
{
    public sealed override PieceCodec<NoRecord> Codec { get; } = new(_ => [], _ => default);

    public override void Add(ExportRow row, NoRecord record) { }

    protected sealed override NoRecord Encode(ExportSlice slice, RowFiles files)
    {
        WriteRow(slice, files);
        return default;
    }

    /// <summary>Writes the files of a row, from any thread.</summary>
    protected abstract void WriteRow(ExportSlice slice, RowFiles files);
}
