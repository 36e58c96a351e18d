using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Conversion.Arrays;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Npy;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>One .npz whose members are the columns, stacks [n, row, col], deflated.</summary>
internal sealed class NpzExport : ArraysExport
{
    // Measured on CT slices against the level 6 of numpy.savez_compressed: within 2 % of its size in under a third of its time.
    private const int DeflateLevel = 4;

    private readonly StackColumns _columns;

    public NpzExport(ExportRun run)
        : base(run) => _columns = new StackColumns(run);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "npz",
            Summary = "one .npz, members named as the columns, stacks [n, row, col], deflated",
            Start = run => new NpzExport(run),
            IsFolder = false,
            Suffixes = [".npz"],
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Resampling,
        };

    public override IRowArrays Arrays => _columns;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        using var stream = Run.CreateFile();
        var zip = new ZipOutput(stream);
        foreach (var column in Run.Metadata.Texts)
        {
            string[] texts = [.. Run.Rows.Select(row => column.GetText(row) ?? string.Empty)];
            var (width, elements) = NpyWriter.Texts(texts);
            Member(zip, column.Name).Write([.. NpyWriter.TextHeader(width, texts.Length), .. elements], 0, 1, _ => []);
        }

        foreach (var name in _columns.Names)
        {
            var rowDone = name == _columns.Names[^1] ? Run.Options.RowDone : null;
            Member(zip, name)
                .Write(_columns.CreateHeader(name), Run.Rows.Count, Run.Options.Jobs, i => Read(load, Run.Rows[i], name), rowDone);
        }

        zip.Finish();
        stream.Flush(flushToDisk: true);
    }

    public override void Verify(ReadBack back)
    {
        using var found = back.Open(Run.Path, Run.Rows.Count);
        foreach (var row in Run.Rows)
        {
            using var expected = _columns.Load(row);
            using var sample = found[row.Position].Load();
            foreach (var column in Run.Metadata.Texts)
            {
                back.SameText(row, column, sample.Row.GetText(column.Name));
            }

            foreach (var name in _columns.Names)
            {
                var array = new ExpectedArray(_columns.GetDType(name), _columns.Size, expected.View(name));
                back.SameArray(row, name, sample, StoredArrays.Find(sample.Row, name), array);
            }
        }
    }

    private static NpyMember Member(ZipOutput zip, string column) => new(zip, column + ".npy", DeflateLevel);
}
