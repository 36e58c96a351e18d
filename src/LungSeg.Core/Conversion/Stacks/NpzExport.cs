using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Conversion.Arrays;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>One .npz whose members are the columns, stacks [n, row, col], deflated.</summary>
internal sealed class NpzExport : IVerifiedExport
{
    // Measured on CT slices against the level 6 of numpy.savez_compressed: within 2 % of its size in under a third of its time.
    private const int DeflateLevel = 4;

    public string Name => "npz";

    public string Summary => "one .npz, members named as the columns, stacks [n, row, col], deflated";

    public ExportTraits Traits { get; } =
        new()
        {
            IsFolder = false,
            Suffixes = [".npz"],
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Resampling,
        };

    public void Write(ExportRun run)
    {
        var columns = new StackColumns(run);
        if (columns.KeepPieces())
            return;
        using var file = AtomicFile.Create(run.Path, overwrite: false);
        using var stream = new FileStream(file.Handle, FileAccess.ReadWrite, 1 << 16);
        var zip = new ZipOutput(stream);
        foreach (var column in run.Metadata.Texts)
        {
            string[] texts = [.. run.Rows.Select(row => column.GetText(row) ?? string.Empty)];
            var (width, elements) = NpyWriter.Texts(texts);
            Member(zip, column.Name).Write([.. NpyWriter.TextHeader(width, texts.Length), .. elements], 0, 1, _ => []);
        }

        foreach (var name in columns.Names)
        {
            var rowDone = name == columns.Names[^1] ? run.Options.RowDone : null;
            Member(zip, name)
                .Write(columns.HeaderOf(name), run.Rows.Count, run.Options.Jobs, row => columns.Read(run.Rows[row], name), rowDone);
        }

        zip.Finish();
        stream.Flush();
        foreach (var row in run.Rows)
            run.Manifest.SetRow(row, Path.GetFileName(run.Options.Output));
        file.Commit();
    }

    public void Verify(ExportRun run)
    {
        var columns = new StackColumns(run);
        using var back = ReadBack.Open(run, run.Path, run.Rows.Count);
        foreach (var row in run.Rows)
        {
            using var found = back[row.Position].Load();
            ReadBack.Same(run, row, DatasetColumns.Label, found.Row.LabelText ?? string.Empty, row.Row.LabelText ?? string.Empty);
            foreach (var name in columns.Names)
                ReadBack.Same(run, row, name, found.ReadBytes(RowArrays.ArrayOf(found.Row, name)!), columns.Read(row, name));
        }
    }

    private static NpyMember Member(ZipOutput zip, string column) => new(zip, column + ".npy", DeflateLevel);
}
