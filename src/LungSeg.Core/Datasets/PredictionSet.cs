using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Predicted masks of rows: of a folder by their names, of an array or a table by the order of the rows.</summary>
public sealed class PredictionSet : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly PredictionOptions _options;
    private readonly ConvertedRows? _converted;
    private IReadOnlyList<RowCrop?>? _crops;

    private PredictionSet(PredictionOptions options) =>
        (_options, _converted) = (options, options.Converted is { } output ? ConvertedRows.Read(output) : null);

    /// <summary>Name of the model.</summary>
    public string Name => _options.Name;

    /// <summary>Whether the values are probabilities.</summary>
    public bool HasScores => _options.Probability is not null;

    /// <summary>For each row the row that holds its prediction as the mask; null where there is none.</summary>
    internal IReadOnlyList<DatasetRow?> Rows { get; private set; } = [];

    /// <summary>Predictions that belong to no row of the inputs.</summary>
    public IReadOnlyList<string> Extra { get; private set; } = [];

    /// <summary>Notes on how predictions were put on rows.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Positions of rows without a prediction.</summary>
    public IEnumerable<int> Missing => Rows.Select((row, i) => (row, i)).Where(pair => pair.row?.FoundMask is null).Select(pair => pair.i);

    /// <summary>Opens the predictions of rows.</summary>
    /// <param name="options">Where they are, and how they are read.</param>
    /// <param name="dataset">The data set of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="DatasetFormatException">
    /// A file is damaged, or holds another number of predictions than there are rows, or several columns that may be meant.
    /// </exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static PredictionSet Open(PredictionOptions options, Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        var set = new PredictionSet(options);
        try
        {
            if (Directory.Exists(options.Path))
            {
                set.OpenFolder(dataset, rows);
            }
            else
            {
                set.OpenTable(rows);
            }
            if (set._converted is { } converted)
            {
                set._crops = [.. rows.Select(row => converted.Find(row.Name) is { } at ? converted.All[at].Crop : null)];
            }
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    private void OpenFolder(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        var folder = FolderSource.Open(_options.Path);
        if (folder.Damage is { } damage)
        {
            throw damage;
        }
        var probabilities = HasScores ? new MaskNames(folder, IsNpz) : null;
        if (probabilities is { Count: > 0 })
        {
            OpenProbabilities(folder, probabilities, rows);
            return;
        }
        var reading = new FolderReading
        {
            Limits = _options.Reading.Limits,
            // What was cut and scaled lies elsewhere than its row until it is put back.
            Masks = _converted is null ? _options.Reading.Masks : MaskReading.Default with { Place = MaskPlace.Index },
        };
        var names = new MaskNames(folder);
        var unpacked = new UnpackedFiles(folder, reading);
        _owned.Add(unpacked);
        var (used, predicted, notes) = (new HashSet<string>(), new Dictionary<DatasetInput, DatasetInput>(), new List<string>());
        foreach (var input in dataset.Inputs)
        {
            var found = MaskOverlay.Find(input, folder, names, unpacked, reading);
            used.UnionWith(found.Used);
            notes.AddRange(found.Places.Notes(_options.Path));
            predicted[input] = new DatasetInput(
                new InputDescription(_options.Path, input.Stem, "folder", null, folder.TotalBytes),
                new TableIndex
                {
                    Container = "masks",
                    Rows = input.RowCount,
                    Columns = [found.Column],
                },
                new MemoryByteSource(default, new SourceName(_options.Path, null, "folder")),
                []
            );
        }
        if (used.Count == 0)
        {
            throw FormatError.WrongFormat(
                new SourceName(_options.Path, null, "predictions"),
                $"none of its {names.Count} pictures and volumes (.png, .nii, .nii.gz, .mhd, .mha) is named after a row"
                    + (dataset.Inputs.Count > 0 ? $", such as {MaskOverlay.Example(dataset.Inputs[0])}" : string.Empty)
            );
        }
        Rows = [.. rows.Select(row => new DatasetRow(predicted[row.Input], row.Index))];
        Extra = ListUnused(names, used);
        Notes = notes;
    }

    /// <summary>nnU-Net's probabilities: an .npz a case, [class, row, col] or [class, 1, row, col].</summary>
    private void OpenProbabilities(FolderSource folder, MaskNames names, IReadOnlyList<DatasetRow> rows)
    {
        var (used, found) = (new HashSet<string>(), new DatasetRow?[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
        {
            if (names.Find(rows[i].Input, rows[i].Index) is not { } file)
            {
                continue;
            }
            used.Add(file);
            var input = OpenInput(Path.Combine(folder.Path, file));
            if (_options.Class >= input.RowCount)
            {
                throw FormatError.Mismatch(input.Source.Name, "number of classes", $"{input.RowCount}", $"more than {_options.Class}");
            }
            found[i] = new DatasetRow(input, _options.Class);
        }
        Rows = found;
        Extra = ListUnused(names, used);
    }

    private static string[] ListUnused(MaskNames names, HashSet<string> used) =>
        [.. names.All.Where(file => !used.Contains(file)).Order(StringComparer.Ordinal)];

    private void OpenTable(IReadOnlyList<DatasetRow> rows)
    {
        var input = OpenInput(_options.Path);
        var (expected, what) = _converted is { } output ? (output.All.Count, "row of the output") : (rows.Count, "row");
        if (input.RowCount != expected)
        {
            throw FormatError.Mismatch(input.Source.Name, "number of predictions", $"{input.RowCount}", $"{expected}, one for each {what}");
        }
        Rows = _converted is null
            ? [.. Enumerable.Range(0, rows.Count).Select(i => new DatasetRow(input, i))]
            : [.. rows.Select(row => _converted.Find(row.Name) is { } at ? new DatasetRow(input, at) : null)];
    }

    private DatasetInput OpenInput(string path)
    {
        _owned.Add(MaskTable.Open(path, _options.Reading, out var input));
        var column = MaskTable.FindColumn(input, _options.Column, RequestParameter.PredictionColumn);
        return column.Name == DatasetColumns.Mask
            ? input
            : new DatasetInput(
                new InputDescription(input.Path, input.Stem, input.Format, input.Compression, input.ByteLength),
                input.Index with
                {
                    Columns = [new RenamedColumn(DatasetColumns.Mask, column)],
                    Owned = [],
                },
                input.Source,
                []
            );
    }

    /// <summary>Reads a prediction.</summary>
    /// <param name="row">Position of its row.</param>
    /// <param name="shape">Shape of the truth, [row, col].</param>
    /// <param name="mask">Receives 0 and 1, [row, col].</param>
    /// <param name="scores">Receives the probabilities, where the prediction has them; else not touched.</param>
    /// <exception cref="DatasetFormatException">Its size differs, or a value is no mask and no probability.</exception>
    internal void Read(int row, IReadOnlyList<long> shape, Span<byte> mask, Span<double> scores)
    {
        if (Rows[row] is { FoundMask: not null } found)
        {
            PredictionPixels.Read(found, _options, _crops?[row], shape, mask, scores);
            return;
        }
        mask.Clear();
        scores.Clear();
    }

    private static bool IsNpz(string file) => file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
}
