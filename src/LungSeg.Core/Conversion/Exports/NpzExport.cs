using System.IO.Hashing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Exports;

/// <summary>One .npz whose members are the columns, stacks [n, row, col], deflated.</summary>
internal sealed class NpzExport : IVerifiedExport
{
    // Measured on CT slices against the level 6 of numpy.savez_compressed: within 2 % of its size in under a third of its time.
    private const int DeflateLevel = 4;

    public string Name => "npz";

    public string Summary => "one .npz, members named as the columns, stacks [n, row, col], deflated";

    public ExportTraits Traits { get; } = new()
    {
        IsFolder = false,
        Suffixes = [".npz"],
        DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
        HoldsBothImages = true,
    };

    public void Write(ExportRun run)
    {
        using var file = AtomicFile.Create(run.Path, overwrite: false);
        using var stream = new FileStream(file.Handle, FileAccess.ReadWrite, 1 << 16);
        var zip = new ZipOutput(stream);
        var columns = new StackColumns(run);
        foreach (var (name, texts) in RowTexts.Filled(run))
            WriteTexts(zip, name, texts);
        for (var i = 0; i < columns.Names.Count; i++)
            WriteStack(zip, run, columns, columns.Names[i], isLast: i == columns.Names.Count - 1);
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

    private static void WriteTexts(ZipOutput zip, string name, IReadOnlyList<string> texts)
    {
        var (width, elements) = NpyWriter.Texts(texts);
        byte[] member = [.. NpyWriter.TextHeader(width, texts.Count), .. elements];
        zip.Begin(name + ".npy", isDeflated: true);
        zip.Write(DeflatePiece.Of(member, DeflateLevel, isLast: true));
        zip.End(Crc32.HashToUInt32(member), member.Length);
    }

    private static void WriteStack(ZipOutput zip, ExportRun run, StackColumns columns, string name, bool isLast)
    {
        var header = columns.HeaderOf(name);
        var crc = new Crc32();
        crc.Append(header);
        var length = (long)header.Length;
        zip.Begin(name + ".npy", isDeflated: true);
        zip.Write(DeflatePiece.Of(header, DeflateLevel, isLast: run.Rows.Count == 0));
        OrderedRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i =>
            {
                var values = columns.Read(run.Rows[i], name);
                return (values, DeflatePiece.Of(values, DeflateLevel, isLast: i == run.Rows.Count - 1));
            },
            (_, piece) =>
            {
                crc.Append(piece.values);
                length += piece.values.Length;
                zip.Write(piece.Item2);
                if (isLast)
                    run.Options.RowDone?.Invoke();
            });
        zip.End(crc.GetCurrentHashAsUInt32(), length);
    }
}
