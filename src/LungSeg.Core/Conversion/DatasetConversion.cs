using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Selection;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion;

/// <summary>
/// A conversion whose options are checked. Memory does not grow with the number of rows. The output appears when it is complete.
/// </summary>
public sealed class DatasetConversion
{
    private readonly ExportFormat _format;
    private readonly ConversionOptions _options;

    private DatasetConversion(ExportFormat format, ConversionOptions options) => (_format, _options) = (format, options);

    /// <summary>Checks options before anything is read.</summary>
    /// <exception cref="InvalidRequestException">The format is not known, or cannot do what is asked.</exception>
    public static DatasetConversion Create(ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DatasetConversion(ConversionCheck.Run(options), options);
    }

    /// <summary>Returns the conversion with settings that are known only when the inputs are open.</summary>
    /// <param name="split">Part, fold and group of rows, by their names; null without a split.</param>
    /// <param name="choice">How the rows were chosen.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    public DatasetConversion With(IReadOnlyDictionary<string, RowPlace>? split, RowChoice choice, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var options = _options with
        {
            Split = split,
            Selection = choice.Steps,
            Named = choice.Named,
            Shard = _options.Shard is { } shard ? shard with { Judgement = choice.Pack() } : null,
            RowDone = rowDone,
        };
        return new DatasetConversion(_format, options);
    }

    /// <summary>
    /// Whether the shard writes the same of its rows whichever rows of other shards are written. Then it need not know how those are
    /// judged: types of columns, numbers of classes and shapes are those of its own rows.
    /// </summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">The chosen rows of the shard, and all rows of other shards that may be chosen.</param>
    public bool IsIndependentOfOthers(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        var isPlaced = _options.Split is not { } split || rows.All(row => split.ContainsKey(row.Name));
        if (_format.RowsDependOnOthers || _options.LesionCrop is not null || !isPlaced)
        {
            return false;
        }

        var planned = ExportPlan.Create(dataset, rows, _options);
        ExportRow[] own = [.. planned.Where(row => row.IsOwn)];
        return own.Length == 0 || RowTraits.List(dataset, own).SequenceEqual(RowTraits.List(dataset, planned));
    }

    /// <summary>Counts the rows that <see cref="Run"/> would write. Throws where <see cref="Run"/> could not start.</summary>
    /// <exception cref="InvalidRequestException">The options do not fit the rows.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced.</exception>
    public int CountRows(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        using var run = dataset.Files.Enter();
        RefuseInputs(dataset.Files);
        StagedOutput.Check(_options.Target, _options.Shard is not null || _format.IsFolder, _options.Overwrite, [.. DescriptionNames]);
        return ExportPlan.Create(dataset, ExportPlan.Choose(rows, _options), _options).Count(row => row.IsOwn);
    }

    /// <summary>Converts rows of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows to write, in order.</param>
    /// <exception cref="InvalidRequestException">The split does not name a row, or the options do not fit the rows.</exception>
    /// <exception cref="DatasetFormatException">A row cannot be read, or the format cannot hold it without loss.</exception>
    /// <exception cref="IOException">The output exists and may not be replaced, or writing fails.</exception>
    public ConversionResult Run(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        using var run = dataset.Files.Enter();
        RefuseInputs(dataset.Files);
        using var digests = new RunningDigest(dataset.Inputs);
        var limited = new DatasetConversion(_format, _options with { Jobs = RowJobs.Limit(rows, _options.Jobs) });
        return _options.Shard is null ? limited.WriteWhole(dataset, rows, digests) : limited.WriteShard(dataset, rows, digests);
    }

    private void RefuseInputs(RunFiles files)
    {
        files.RefuseTargets([_options.Target]);
        files.RefuseWithinInputs(_options.Target);
    }

    private ConversionResult WriteWhole(Dataset dataset, IReadOnlyList<DatasetRow> rows, RunningDigest digests)
    {
        if (_options.Merged is null)
        {
            LesionChoice.Check(dataset, rows, _options.Jobs);
        }

        using var output = StagedOutput.Create(_options.Output, _format.IsFolder, _options.Overwrite, [.. DescriptionNames]);
        var chosen = ExportPlan.Choose(rows, _options);
        var run = new ExportRun(_format, _options, dataset, ExportPlan.Create(dataset, chosen, _options))
        {
            Path = output.Path,
            Scratch = output.Scratch,
            Files = output.Files,
        };
        IExportSink sink = _options.Merged is { } shards ? new MergeSink(run, shards) : new WholeSink(run);
        var emptyMasks = _format.FillsMissingMasks ? run.Rows.Count(row => row.Row.Mask is null) : 0;
        var greyImages = _format.FillsMissingMasks ? run.Rows.Count(row => SliceLoader.IsGrey(run.Slices.GetImage(row.Row))) : 0;
        run.Manifest.Count("rows_without_mask", emptyMasks);
        run.Manifest.Count("grey_images", greyImages);
        using var export = _format.Start(run);
        export.WriteTo(sink);
        _options.Merged?.CheckInputs(digests.Result);

        // A description states SHA-256 whether the manifest does or not: each file is read once for both digests.
        var written = output.Files.Check(_options.Sha256 || _options.Describer is not null, _options.Jobs);
        if (_options.Describer is { } describer)
        {
            // It measures all rows once more.
            LargeMemory.GiveBack();
            using var manifest = new MemoryStream();
            run.Manifest.Write(manifest, run, digests.Result, written);
            var texts = describer.Write([.. run.Rows.Select(row => row.Row)], output.Files.GetPath(string.Empty), manifest.ToArray());
            foreach (var (name, text) in DescriptionNames.Zip(texts))
            {
                output.Files.Write(name, Encoding.UTF8.GetBytes(text));
            }
            written = output.Files.Check(_options.Sha256, _options.Jobs);
        }
        var lostLesions = run.Manifest.Lost.GetValueOrDefault(Manifest.LostLesions);
        var manifestLength = 0L;
        using (var manifest = File.Create(output.ManifestPath))
        {
            run.Manifest.Write(manifest, run, digests.Result, written);
            manifestLength = manifest.Length;
        }

        if (_options.Verify)
        {
            export.Verify(new ReadBack(run));
        }

        output.Commit();
        return new ConversionResult(
            chosen.Count,
            written.Length + 1,
            written.Sum(file => file.Length) + manifestLength,
            rows.Count - chosen.Count
        )
        {
            Notes = run.Notes,
            EmptyMasks = emptyMasks,
            GreyImages = greyImages,
            LostLesions = lostLesions,
        };
    }

    private IEnumerable<string> DescriptionNames =>
        (_options.Describer?.Names ?? []).Select(name => _format.IsFolder ? name : $"{Path.GetFileName(_options.Output)}.{name}");

    private ConversionResult WriteShard(Dataset dataset, IReadOnlyList<DatasetRow> rows, RunningDigest digests)
    {
        using var shard = new ShardWriter(_options.Target, _options.Overwrite);
        var planned = ExportPlan.Create(dataset, ExportPlan.Choose(rows, _options), _options);
        var run = new ExportRun(_format, _options, dataset, planned)
        {
            Path = shard.FilesFolder,
            Scratch = shard.Scratch,
            Files = shard.Files,
        };
        var sink = new ShardSink(run, shard);
        if (Array.Exists(planned, row => row.IsOwn))
        {
            using var export = _format.Start(run);
            export.WriteTo(sink);
        }

        return sink.Commit(digests.Result);
    }
}
