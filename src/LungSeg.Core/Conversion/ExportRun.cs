using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion;

/// <summary>One conversion: what goes out, how, and where to.</summary>
internal sealed class ExportRun
{
    public ExportRun(IDatasetExport export, ConversionOptions options, IReadOnlyList<DatasetInput> inputs, IReadOnlyList<ExportRow> rows)
    {
        Export = export;
        Options = options;
        Inputs = inputs;
        Rows = rows;
        Window = options.Window ?? (export.Traits.Window == WindowUse.Always ? HuWindow.Lung : null);
        Slices = new SliceLoader(options.Image, new SliceGeometry(options.Size, options.LesionCrop, options.Resampling), Window is not null || export.Traits.FillsDropped);
        Manifest = new Manifest(rows.Count);
        Classes = options.Labels ?? LabelMap.Of(rows);
    }

    public IDatasetExport Export { get; }

    public ConversionOptions Options { get; }

    public IReadOnlyList<DatasetInput> Inputs { get; }

    /// <summary>The rows, in their order.</summary>
    public IReadOnlyList<ExportRow> Rows { get; }

    /// <summary>Window of grey values; null where HU are written.</summary>
    public HuWindow? Window { get; }

    /// <summary>Reads a row's image and mask.</summary>
    public SliceLoader Slices { get; }

    public Manifest Manifest { get; }

    /// <summary>Numbers of the labels.</summary>
    public LabelMap Classes { get; }

    /// <summary>File or temporary folder to write to.</summary>
    public required string Path { get; init; }

    /// <summary>Parts of the split in the order train, val, test, then others by name; one null without a split.</summary>
    public IReadOnlyList<string?> Parts => field ??= [.. Rows.Select(row => row.Part).Distinct().OrderBy(PartRank).ThenBy(part => part, StringComparer.Ordinal)];

    /// <summary>Loads each row, encodes it on several threads, and hands the results on in order.</summary>
    public void ForEach<T>(Func<ExportSlice, T> encode, Action<ExportRow, T> write) => ForEach(Rows, encode, write);

    /// <summary>As <see cref="ForEach{T}(Func{ExportSlice, T}, Action{ExportRow, T})"/>, for some of the rows.</summary>
    public void ForEach<T>(IReadOnlyList<ExportRow> rows, Func<ExportSlice, T> encode, Action<ExportRow, T> write) =>
        OrderedRows.Run(
            rows.Count,
            Options.Jobs,
            i =>
            {
                using var slice = Slices.Load(rows[i]);
                return encode(slice);
            },
            (i, encoded) =>
            {
                write(rows[i], encoded);
                Options.RowDone?.Invoke();
            });

    /// <summary>Loads each row and lets it be written from several threads, in any order.</summary>
    public void ForEach(Action<ExportSlice> write) => ForEach(Rows, write);

    /// <summary>As <see cref="ForEach(Action{ExportSlice})"/>, for some of the rows.</summary>
    public void ForEach(IReadOnlyList<ExportRow> rows, Action<ExportSlice> write) => ParallelRows.Run(rows.Count, Options.Jobs, i =>
    {
        using var slice = Slices.Load(rows[i]);
        write(slice);
        Options.RowDone?.Invoke();
    });

    /// <summary>Grey values of a slice under the run's window.</summary>
    public byte[] Grey(ExportSlice slice)
    {
        var grey = new byte[slice.Hu.Length];
        Window!.Value.Apply(slice.Hu, grey);
        return grey;
    }

    /// <summary>Lesion mask with the value that pictures give to lesion pixels.</summary>
    public byte[] MaskPicture(ExportSlice slice)
    {
        var picture = slice.Mask.ToArray();
        if (Options.MaskValue != 1)
            System.Numerics.Tensors.TensorPrimitives.Multiply<byte>(picture, (byte)Options.MaskValue, picture);
        return picture;
    }

    /// <summary>Path below the output folder, whose parent is made.</summary>
    public string PathOf(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        TemporaryPaths.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes a whole file below the output folder.</summary>
    public void WriteFile(string relative, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(PathOf(relative), bytes);

    private static int PartRank(string? part) => part switch
    {
        null => 0,
        "train" => 1,
        "val" => 2,
        "test" => 3,
        _ => 4,
    };
}
