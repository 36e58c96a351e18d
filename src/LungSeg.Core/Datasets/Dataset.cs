using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Datasets;

/// <summary>A data set: an index over the bytes of one or several files. Arrays are read when asked for.</summary>
/// <remarks>Reading is thread-safe. The rows of all inputs follow one another.</remarks>
public sealed class Dataset : IDisposable
{
    private readonly long[] _firstRows;
    private readonly Dictionary<DatasetInput, long> _firstRowOf = new(ReferenceEqualityComparer.Instance);

    internal Dataset(IReadOnlyList<DatasetInput> inputs, IReadOnlyList<string>? notes = null)
    {
        Inputs = inputs;
        Notes = notes ?? [];
        _firstRows = new long[inputs.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            _firstRows[i] = RowCount;
            _firstRowOf[inputs[i]] = RowCount;
            RowCount += inputs[i].RowCount;
        }
    }

    /// <summary>The files, in the order given.</summary>
    public IReadOnlyList<DatasetInput> Inputs { get; }

    /// <summary>The files as documents list them.</summary>
    public IReadOnlyList<InputFile> InputFiles =>
        [.. Inputs.Select(input => new InputFile(input.Path, input.Stem, input.Format, input.RowCount, input.ByteLength))];

    /// <summary>Notes about files that belong to all inputs, such as a file of labels.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The files of the run that opened the inputs.</summary>
    internal RunFiles Files { get; init; } = new();

    /// <summary>How the inputs were opened.</summary>
    internal DatasetOptions Options { get; init; } = DatasetOptions.Default;

    /// <summary>SHA-256 of <see cref="DatasetOptions.JoinedFile"/>; null without one.</summary>
    internal string? JoinedFileSha256 { get; init; }

    /// <summary>SHA-256 of <see cref="DatasetOptions.LabelFile"/>; null without one.</summary>
    internal string? LabelFileSha256 { get; init; }

    /// <summary>Rows of all inputs together.</summary>
    public long RowCount { get; }

    /// <summary>All rows, in order.</summary>
    public IEnumerable<DatasetRow> Rows
    {
        get
        {
            foreach (var input in Inputs)
            {
                for (var i = 0L; i < input.RowCount; i++)
                {
                    yield return new DatasetRow(input, i);
                }
            }
        }
    }

    /// <summary>The row at <paramref name="index"/>, counted from 0 over all inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row does not exist.</exception>
    public DatasetRow this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RowCount);
            var at = Array.BinarySearch(_firstRows, index);
            at = at < 0 ? ~at - 1 : at;

            // Inputs without rows begin where the next one does.
            while (at + 1 < Inputs.Count && _firstRows[at + 1] == _firstRows[at])
            {
                at++;
            }
            return new DatasetRow(Inputs[at], index - _firstRows[at]);
        }
    }

    /// <summary>Number of a row, counted from 0 over all inputs.</summary>
    /// <exception cref="ArgumentException">The row is of another data set.</exception>
    public long GetNumber(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _firstRowOf.TryGetValue(row.Input, out var first)
            ? first + row.Index
            : throw new ArgumentException($"row {row.Name} is of another data set");
    }

    /// <summary>Opens one file (a pickle, .npy, .npz or NIfTI, plain or compressed) or folder (nnU-Net, PNG pairs).</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, unsafe, or of no known format.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Dataset Open(string path, DatasetOptions? options = null) => Open([path], options);

    /// <summary>Opens several files as one data set.</summary>
    /// <exception cref="DatasetFormatException">A file is damaged, unsafe, or of no known format.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Dataset Open(IEnumerable<string> paths, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var opener = new DatasetOpener(options ?? DatasetOptions.Default);
        try
        {
            foreach (var path in paths)
            {
                opener.Add(path);
            }
            return opener.Finish();
        }
        catch
        {
            opener.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in Inputs)
        {
            input.Dispose();
        }
    }
}
