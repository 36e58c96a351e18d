using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Imaging;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>One conversion: its rows, options and output.</summary>
internal sealed class ExportRun
{
    public ExportRun(ExportFormat format, ConversionOptions options, Dataset dataset, IReadOnlyList<ExportRow> rows)
    {
        Format = format;
        Options = options;
        Dataset = dataset;
        Rows = rows;
        Parts = PartRows.Group(rows);
        Window = options.Window ?? (format.Window == WindowUse.Always ? HuWindow.Lung : null);
        Slices = new SliceLoader(
            options.Image,
            new SliceResizer(options.Size, options.LesionCrop, options.Resampling, options.LesionArea),
            Window is not null || format.FillsDropped
        )
        {
            IsEqualized = options.IsEqualized,
        };
        Pixels = new SlicePixels(this);
        Manifest = new Manifest(rows.Count, format.IsFolder ? null : System.IO.Path.GetFileName(options.Output));
        Classes = options.Labels ?? LabelMap.FromRows(rows);
        Figures = new SliceFigures?[rows.Count];
        Metadata = new RowMetadata(this);
        Manifest.LeaveOut(Metadata.LeftOut);
        Notes = [.. Metadata.Notes];
    }

    public ExportFormat Format { get; }

    public ConversionOptions Options { get; }

    /// <summary>The data set of the rows.</summary>
    public Dataset Dataset { get; }

    /// <summary>How the data set was opened, for the manifest.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Reading => field ??= ReadingParameters.From(Dataset);

    /// <summary>The rows, in their order.</summary>
    public IReadOnlyList<ExportRow> Rows { get; }

    /// <summary>The rows of each part of the split; one part without a split.</summary>
    public IReadOnlyList<PartRows> Parts { get; }

    /// <summary>The rows part by part.</summary>
    public IReadOnlyList<ExportRow> RowsByPart => field ??= [.. Parts.SelectMany(part => part.Rows)];

    /// <summary>Window of grey values; null where HU are written.</summary>
    public HuWindow? Window { get; }

    /// <summary>Reads a row's image and mask.</summary>
    public SliceLoader Slices { get; }

    /// <summary>Gives the pixels of a slice as they are written.</summary>
    public SlicePixels Pixels { get; }

    public Manifest Manifest { get; }

    /// <summary>Numbers of the labels.</summary>
    public LabelMap Classes { get; }

    /// <summary>What is known of the rows except their pixels.</summary>
    public RowMetadata Metadata { get; }

    /// <summary>What is said of columns of the inputs: which are left out or change, and why.</summary>
    public List<string> Notes { get; }

    /// <summary>Size and lesion pixels of the slices that were written, by the row's position.</summary>
    public SliceFigures?[] Figures { get; }

    /// <summary>File or temporary folder to write to.</summary>
    public required string Path { get; init; }

    /// <summary>A folder for files that the run needs and that do not belong to the output.</summary>
    public required string Scratch { get; init; }

    /// <summary>The files that are written.</summary>
    public required WrittenFiles Files { get; init; }

    /// <summary>Reads a row's image and mask, cut and scaled as asked for.</summary>
    /// <inheritdoc cref="SliceLoader.Load"/>
    public ExportSlice Load(ExportRow row)
    {
        var slice = Slices.Load(row);
        Manifest.SetKey(row, slice.Key);
        Manifest.CountLost(Manifest.LostLesions, slice.LostLesions);
        if (!Slices.Resizer.IsIdentity)
        {
            Manifest.SetPlacement(row, new SlicePlacement(slice.Source, slice.Frame, slice.Size));
        }

        return slice;
    }

    /// <summary>Encodes rows on several threads, and hands the results on in order, one at a time.</summary>
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

    /// <summary>Works on rows on several threads, in any order.</summary>
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

    /// <summary>Path of a file of the output.</summary>
    public string GetPath(string relative) => Files.GetPath(relative);

    /// <summary>Creates the file of an output that is one file.</summary>
    public FileStream CreateFile() => Files.Create(System.IO.Path.GetFileName(Path), 1 << 16);
}
