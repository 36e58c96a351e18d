using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion;

/// <summary>
/// Writes data sets in other formats. Memory stays flat whatever the number of rows; the output appears when it is whole.
/// </summary>
public static class DatasetConverter
{
    private const int MostSide = 8192;
    private const int MostShardMegabytes = 1_000_000;

    /// <summary>Names of the formats that can be written.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. ExportRegistry.All.Select(export => export.Name)];

    /// <summary>One line on each format, by name.</summary>
    public static IReadOnlyDictionary<string, string> FormatSummaries { get; } =
        ExportRegistry.All.ToDictionary(export => export.Name, export => export.Summary);

    /// <summary>Whether this build writes a format.</summary>
    public static bool Writes(string format) => ExportRegistry.Find(format) is { Missing: null };

    /// <summary>
    /// Format that the name of an output speaks of, for example <c>pickle</c> for <c>out.pkl.gz</c>; null where it says nothing.
    /// </summary>
    public static string? FormatOf(string output) => ExportRegistry.OfOutput(output)?.Name;

    /// <summary>Formats that use an option.</summary>
    public static IEnumerable<string> FormatsUsing(ExportOptions option) =>
        ExportRegistry.All.Where(export => export.Traits.Uses.HasFlag(option)).Select(export => export.Name);

    /// <summary>Checks options before anything is read.</summary>
    /// <exception cref="InvalidRequestException">The format is not known, or cannot do what is asked.</exception>
    public static void Check(ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var export =
            ExportRegistry.Find(options.Format)
            ?? throw new InvalidRequestException(
                RequestParameter.Format,
                $"format '{options.Format}' is not written; there are {string.Join(", ", FormatNames)}"
            );
        if (export.Missing is { } missing)
            throw new InvalidRequestException(RequestParameter.Format, $"{export.Name} is not written by this build: {missing}");
        var traits = export.Traits;
        if (
            !traits.IsFolder
            && (traits.IsPackedByName ? OutputName.Refusal(options.Output) : OutputName.RefusalOfPacking(options.Output, export.Name))
                is { } refusal
        )
            throw new InvalidRequestException(RequestParameter.Output, refusal);
        if (options.Window is not null && traits.Window == WindowUse.Never)
            throw new InvalidRequestException(RequestParameter.Window, $"{export.Name} holds HU, no grey values; leave out the window");
        if (options.DType != ImageDType.Auto && !traits.DTypes.Contains(options.DType))
            throw new InvalidRequestException(
                RequestParameter.DType,
                traits.DTypes.Count == 0
                    ? $"{export.Name} leaves no choice of dtype"
                    : $"{export.Name} takes the dtypes {string.Join(", ", traits.DTypes).ToLowerInvariant()}"
            );
        if (options.DType != ImageDType.Auto && options.Window is not null)
            throw new InvalidRequestException(
                RequestParameter.DType,
                "a window gives grey values of 8 bits, which leaves no choice of dtype"
            );
        if (options.Size is < 1 or > MostSide)
            throw new InvalidRequestException(RequestParameter.Size, $"size is {options.Size}, expected 1 to {MostSide}");
        if (options.LesionCrop is < 1 or > MostSide)
            throw new InvalidRequestException(
                RequestParameter.LesionCrop,
                $"lesion crop is {options.LesionCrop}, expected 1 to {MostSide}"
            );
        if ((options.Size ?? options.LesionCrop) is not null && traits.KeepsSize)
            throw new ArgumentException($"{export.Name} holds slices as they are: leave out --size and --lesion-crop");
        if (!ConversionOptions.MaskValues.Contains(options.MaskValue))
            throw new ArgumentException(
                $"mask value is {options.MaskValue}, expected {string.Join(" or ", ConversionOptions.MaskValues.Order())}"
            );
        if (options.PickleProtocol is not (4 or 5))
            throw new InvalidRequestException(RequestParameter.PickleProtocol, $"protocol is {options.PickleProtocol}, expected 4 or 5");
        if (options.NnUnetId is < 1 or > 999)
            throw new InvalidRequestException(RequestParameter.NnUnetId, $"data set id is {options.NnUnetId}, expected 1 to 999");
        if (options.ShardMegabytes is < 1 or > MostShardMegabytes)
            throw new ArgumentException($"--shard-size is {options.ShardMegabytes}, expected 1 to {MostShardMegabytes} MB");
        if (options.Verify && !export.CanVerify)
            throw new ArgumentException($"--verify reads the output back, and {export.Name} is not read by this tool");
        if (options is { Shard: not null, Merged: not null })
            throw new ArgumentException("shards are joined to a whole, not to a part of it", nameof(options));
        if (traits.IsFolder && Path.GetFullPath(options.Output) == Path.GetPathRoot(Path.GetFullPath(options.Output)))
            throw new InvalidRequestException(RequestParameter.Output, $"{options.Output} is no folder to be written");
    }

    /// <summary>Converts rows of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows to write, in order.</param>
    /// <param name="options">How, and where to.</param>
    /// <exception cref="InvalidRequestException">The options do not fit together, or the split does not name a row.</exception>
    /// <exception cref="DatasetFormatException">A row cannot be read, or the format cannot hold it without loss.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced, or the disk refuses.</exception>
    public static ConversionResult Convert(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        Check(options);
        var export = ExportRegistry.Find(options.Format)!;
        RefuseInputs(dataset, options.Target);
        using var digests = new RunningDigest(dataset.Inputs);
        return options.Shard is null ? Whole(dataset, rows, (export, options), digests) : Part(dataset, rows, (export, options), digests);
    }

    /// <summary>Number of rows that <see cref="Convert"/> would write. Throws where that could not begin.</summary>
    /// <exception cref="InvalidRequestException">The options do not fit together.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced.</exception>
    public static int CountRows(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        Check(options);
        RefuseInputs(dataset, options.Target);
        StagedOutput.Check(
            options.Target,
            options.Shard is not null || ExportRegistry.Find(options.Format)!.Traits.IsFolder,
            options.Overwrite
        );
        return Plan(dataset, Kept(rows, options), options).Count(row => row.IsOwn);
    }

    private static ConversionResult Whole(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        (IDatasetExport Export, ConversionOptions Options) what,
        RunningDigest digests
    )
    {
        var (export, options) = what;
        using var output = StagedOutput.Create(options.Output, export.Traits.IsFolder, options.Overwrite);
        var kept = Kept(rows, options);
        var planned = Plan(dataset, kept, options);
        var run = new ExportRun(export, options, dataset, planned)
        {
            Path = output.Path,
            Merged = export is ExportFormat ? null : options.Merged,
        };
        IExportSink? sink =
            export is not ExportFormat ? null
            : options.Merged is { } shards ? new MergeSink(run, shards)
            : new WholeSink(run);

        if (run.Merged is not null)
            ShardedConversion.Prepare(run);
        var (emptyMasks, greyImages) = Count(run);
        run.Manifest.Count("rows_without_mask", emptyMasks);
        run.Manifest.Count("grey_images", greyImages);
        using var started = sink is null ? null : ((ExportFormat)export).Start(run);
        started?.WriteTo(sink!);
        if (sink is null)
            export.Write(run);
        if (run.Merged is not null)
            ShardedConversion.CheckFiles(run);
        options.Merged?.CheckInputs(digests.Result);
        using (var manifest = File.Create(output.ManifestPath))
            run.Manifest.Write(manifest, run, digests.Result);
        if (options.Verify && started is not null)
            started.Verify(new ReadBack(run));
        else if (options.Verify)
            ((IVerifiedExport)export).Verify(
                run.Merged is null ? run : new ExportRun(export, options, dataset, planned) { Path = output.Path }
            );
        var (files, bytes) = output.Measure();
        output.Commit();
        return new ConversionResult(kept.Count, files, bytes, rows.Count - kept.Count) { EmptyMasks = emptyMasks, GreyImages = greyImages };
    }

    private static ConversionResult Part(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        (IDatasetExport Export, ConversionOptions Options) what,
        RunningDigest digests
    )
    {
        var (export, options) = what;
        using var target = new ShardWriter(options.Target, options.Overwrite);
        var kept = Kept(rows, options);
        var path = Path.Combine(target.Scratch, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Output))));
        var run = new ExportRun(export, options, dataset, Plan(dataset, kept, options))
        {
            Path = path,
            Kept = export is ExportFormat ? null : target,
        };
        if (export.Traits.IsFolder)
            TemporaryPaths.MakeFolder(path);
        if (export is ExportFormat format)
        {
            var sink = new ShardSink(run, target);
            using var started = format.Start(run);
            started.WriteTo(sink);
            return sink.Commit(digests.Result);
        }

        return ShardedConversion.Write(run, target, digests);
    }

    /// <summary>An output in the place of what is read would delete it, and one inside would be read the next time.</summary>
    private static void RefuseInputs(Dataset dataset, string output)
    {
        var target = OutputPath.Real(output);
        var read = dataset
            .Inputs.Select(input => input.Path)
            .Where(path => path != "-")
            .Append(dataset.Options.MaskFolder)
            .Append(dataset.Options.LabelFile)
            .OfType<string>();
        foreach (var path in read)
        {
            var source = OutputPath.Real(path);
            if (OutputPath.IsOrLiesIn(source, target))
                throw new InvalidRequestException(
                    RequestParameter.Output,
                    $"{output} {(source == target ? "is" : "holds")} the input {path}; choose another place for the output"
                );
            if (OutputPath.IsOrLiesIn(target, source))
                throw new InvalidRequestException(
                    RequestParameter.Output,
                    $"{output} lies in the input {path}, which would no longer be the same; choose another place for the output"
                );
        }
    }

    private static (int EmptyMasks, int GreyImages) Count(ExportRun run) =>
        run.Export.Traits is { FillsMissingMasks: false }
            ? (0, 0)
            : (run.Rows.Count(row => row.Row.Mask is null), run.Rows.Count(row => SliceLoader.IsGrey(run.Slices.ImageOf(row.Row))));

    private static IReadOnlyList<DatasetRow> Kept(IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        var kept = options.LesionCrop is null ? rows : WithLesion(rows, options.Jobs);
        return kept.Count > 0 || rows.Count == 0
            ? kept
            : throw new InvalidRequestException(
                RequestParameter.LesionCrop,
                "no row that is selected has a lesion to cut around, so there is nothing to write"
            );
    }

    private static ExportRow[] Plan(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        var names = new CaseNames(dataset.Inputs.Select(input => input.Stem));
        var planned = rows.Select(
                (row, position) =>
                    new ExportRow(row, position, names.Of(row.Name))
                    {
                        IsOwn = options.Shard?.Shard.Contains(dataset.NumberOf(row)) ?? true,
                    }
            )
            .ToArray();
        var placed = options.Split is { } split ? Placed(planned, split) : WithOwnParts(planned);
        PartNames.Check(placed);
        return placed;
    }

    private static ExportRow[] Placed(ExportRow[] rows, IReadOnlyDictionary<string, RowPlace> split)
    {
        var missing = rows.Where(row => !split.ContainsKey(row.Name)).Select(row => row.Name).ToArray();
        if (missing.Length > 0)
            throw new InvalidRequestException(
                RequestParameter.Split,
                $"the split does not name {missing.Length} of {rows.Length} rows, {missing[0]} the first; make it for these inputs",
                new RequestHint(RequestParameter.Rows)
            );
        return
        [
            .. rows.Select(row =>
                split[row.Name] is var place ? row with { Part = place.Part, Fold = place.Fold, Group = place.Group } : row
            ),
        ];
    }

    /// <summary>Without a split, the parts that the rows had where they come from: a test set stays one.</summary>
    private static ExportRow[] WithOwnParts(ExportRow[] rows)
    {
        var parts = rows.Select(row => row.Row.TextOf(DatasetColumns.Part)).ToArray();
        return Array.TrueForAll(parts, part => !string.IsNullOrEmpty(part))
            ? [.. rows.Zip(parts, (row, part) => row with { Part = part })]
            : rows;
    }

    private static DatasetRow[] WithLesion(IReadOnlyList<DatasetRow> rows, int jobs)
    {
        var has = new bool[rows.Count];
        ParallelRows.Run(
            rows.Count,
            jobs,
            i =>
            {
                if (rows[i].Mask is not { } mask)
                    return;
                using var sample = rows[i].Load();
                has[i] = Lesion.Of(sample, mask).AsSpan().Contains((byte)1);
            }
        );
        return [.. rows.Where((_, i) => has[i])];
    }
}
