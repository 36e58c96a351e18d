using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>One conversion: what goes out, how, and where to.</summary>
internal sealed class ExportRun
{
    public ExportRun(IDatasetExport export, ConversionOptions options, Dataset dataset, IReadOnlyList<ExportRow> rows)
    {
        Export = export;
        Options = options;
        Dataset = dataset;
        Rows = rows;
        Window = options.Window ?? (export.Traits.Window == WindowUse.Always ? HuWindow.Lung : null);
        Slices = new SliceLoader(
            options.Image,
            new SliceGeometry(options.Size, options.LesionCrop, options.Resampling),
            Window is not null || export.Traits.FillsDropped
        );
        Manifest = new Manifest(rows.Count, export.Traits.IsFolder ? null : System.IO.Path.GetFileName(options.Output));
        Classes = options.Labels ?? LabelMap.Of(rows);
        Figures = new SliceFigures(this);
        Metadata = new RowMetadata(this);
        Pixels = new SlicePixels(this);
    }

    public IDatasetExport Export { get; }

    public ConversionOptions Options { get; }

    /// <summary>What the rows are of.</summary>
    public Dataset Dataset { get; }

    /// <summary>How the data set was opened, for the manifest.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Reading => field ??= ReadingParameters.Of(Dataset.Options);

    /// <summary>The rows, in their order.</summary>
    public IReadOnlyList<ExportRow> Rows { get; }

    /// <summary>Window of grey values; null where HU are written.</summary>
    public HuWindow? Window { get; }

    /// <summary>Reads a row's image and mask.</summary>
    public SliceLoader Slices { get; }

    /// <summary>Gives the pixels of a slice as they are written.</summary>
    public SlicePixels Pixels { get; }

    public Manifest Manifest { get; }

    /// <summary>Numbers of the labels.</summary>
    public LabelMap Classes { get; }

    /// <summary>What is known of the rows beside their pixels.</summary>
    public RowMetadata Metadata { get; }

    /// <summary>Size and lesion pixels of the slices that were loaded to be written.</summary>
    public SliceFigures Figures { get; }

    /// <summary>File or temporary folder to write to.</summary>
    public required string Path { get; init; }

    /// <summary>The shard that is written, whose rows alone are made; null for a whole.</summary>
    public ShardWriter? Kept { get; init; }

    /// <summary>Shards that hold what the rows give; null where the rows are made here.</summary>
    public ShardSet? Merged { get; init; }

    /// <summary>Parts of the split in the order train, val, test, then others by name; one null without a split.</summary>
    public IReadOnlyList<string?> Parts =>
        field ??= [.. Rows.Select(row => row.Part).Distinct().OrderBy(PartRank).ThenBy(part => part, StringComparer.Ordinal)];

    /// <summary>The rows part by part, in the order of <see cref="Parts"/>.</summary>
    public IReadOnlyList<ExportRow> RowsByPart => field ??= [.. Parts.SelectMany(part => Rows.Where(row => row.Part == part))];

    /// <summary>
    /// Loads each row, encodes it on several threads, and hands the results on in order. A shard keeps its rows' results instead; where
    /// shards are joined they come from there.
    /// </summary>
    public void ForEach<T>(Func<ExportSlice, T> encode, Action<ExportRow, T> write, PieceCodec<T> codec) =>
        ForEach(Rows, encode, write, codec);

    /// <summary>As <see cref="ForEach{T}(Func{ExportSlice, T}, Action{ExportRow, T}, PieceCodec{T})"/>, for some of the rows.</summary>
    public void ForEach<T>(IReadOnlyList<ExportRow> rows, Func<ExportSlice, T> encode, Action<ExportRow, T> write, PieceCodec<T> codec)
    {
        if (Kept is { } kept)
            ForEach(rows, slice => kept.Put(slice.Row.Position, RowPieces.Record, codec.Pack(encode(slice))));
        else
            InOrder(rows, row => Merged is { } merged ? merged.Get(row.Position, RowPieces.Record, codec) : Encode(row, encode), write);
    }

    /// <summary>Loads each of a whole's rows once more, to compare it with what was written.</summary>
    public void ForEach<T>(IReadOnlyList<ExportRow> rows, Func<ExportSlice, T> encode, Action<ExportRow, T> compare) =>
        InOrder(rows, row => Encode(row, encode), compare);

    /// <summary>
    /// Loads each row and lets it be written from several threads, in any order. Where shards are joined there is nothing to load: files of
    /// one row are in them.
    /// </summary>
    public void ForEach(Action<ExportSlice> write) => ForEach(Rows, write);

    /// <summary>As <see cref="ForEach(Action{ExportSlice})"/>, for some of the rows.</summary>
    public void ForEach(IReadOnlyList<ExportRow> rows, Action<ExportSlice> write)
    {
        if (Merged is not null)
            return;
        Each(
            [.. rows.Where(row => row.IsOwn)],
            row =>
            {
                using var slice = Slices.Load(row);
                Figures.Add(slice);
                write(slice);
            }
        );
    }

    /// <summary>Takes each row of a shard, from several threads, in any order; the writer of a whole comes later.</summary>
    public void ForEachOwn(Action<ExportRow> keep) => Each([.. Rows.Where(row => row.IsOwn)], keep);

    /// <summary>Takes each row that shards hold, from several threads, in any order.</summary>
    public void ForEachMerged(IReadOnlyList<ExportRow> rows, Action<ExportRow> write) => Each(rows, write);

    /// <summary>Path below the output folder, whose parent is made, of a file that belongs to no single row.</summary>
    public string PathOf(string relative) => Below(Path, relative);

    /// <summary>Path of a file that holds nothing but one row; a shard keeps it.</summary>
    public string RowPathOf(string relative) => Below(Kept?.Files ?? Path, relative);

    /// <summary>Writes a file that holds nothing but one row.</summary>
    public void WriteRowFile(string relative, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(RowPathOf(relative), bytes);

    /// <summary>Writes a file that belongs to no single row.</summary>
    public void WriteFile(string relative, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(PathOf(relative), bytes);

    /// <summary>Path of a file below a folder, whose parent is made.</summary>
    public static string Below(string folder, string relative)
    {
        var path = System.IO.Path.Combine(folder, relative);
        TemporaryPaths.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Encodes rows on several threads, and hands the results on in order.</summary>
    public void InOrder<T>(IReadOnlyList<ExportRow> rows, Func<ExportRow, T> encode, Action<ExportRow, T> write) =>
        OrderedRows.Run(
            rows.Count,
            Options.Jobs,
            i => encode(rows[i]),
            (i, encoded) =>
            {
                write(rows[i], encoded);
                Options.RowDone?.Invoke();
            }
        );

    /// <summary>Works on rows from several threads, in any order.</summary>
    public void Each(IReadOnlyList<ExportRow> rows, Action<ExportRow> work) =>
        ParallelRows.Run(
            rows.Count,
            Options.Jobs,
            i =>
            {
                work(rows[i]);
                Options.RowDone?.Invoke();
            }
        );

    private T Encode<T>(ExportRow row, Func<ExportSlice, T> encode)
    {
        using var slice = Slices.Load(row);
        Figures.Add(slice);
        return encode(slice);
    }

    private static int PartRank(string? part) =>
        part switch
        {
            null => 0,
            "train" => 1,
            "val" => 2,
            "test" => 3,
            _ => 4,
        };
}
