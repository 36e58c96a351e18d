using System.Collections.ObjectModel;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Datasets;

/// <summary>Opens inputs one by one, so that a caller can continue after one fails.</summary>
public sealed class DatasetOpener : IDisposable
{
    private readonly RunFiles _files = RunFiles.Current ?? new RunFiles();
    private readonly DatasetOptions _options;
    private readonly FolderReading _reading;
    private readonly List<DatasetInput> _inputs = [];
    private readonly HashSet<string> _stems = [];
    private readonly JoinedTable? _columns;
    private readonly JoinedTable? _labels;
    private readonly GivenMasks? _masks;
    private bool _hasRefused;

    /// <summary>Prepares to open inputs, and reads the tables that are joined to them.</summary>
    /// <exception cref="DatasetFormatException">A table is damaged, or does not name rows.</exception>
    /// <exception cref="IOException">A table is missing or cannot be read.</exception>
    public DatasetOpener(DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _reading = new FolderReading
        {
            Limits = options.Limits,
            Annotations = options.Annotations,
            Ct = options.Ct,
            Masks = options.Masks,
            MaskPath = options.MaskFolder,
            TemporaryFolder = options.TemporaryFolder,
        };
        _masks = options.MaskFolder is { } masks ? new GivenMasks(masks, options, _reading) : null;
        using var run = _files.Enter();
        _columns = options.JoinedFile is { } columns ? JoinedTable.ReadColumns(columns, options.JoinedFileKey, options) : null;
        _labels = options.LabelFile is { } labels ? JoinedTable.ReadLabels(labels, options) : null;
    }

    /// <summary>Opens a file or folder and indexes it: one input, or those of a zip archive that holds several.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, unsafe, or of no known format.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IReadOnlyList<DatasetInput> Add(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Noted(() =>
        {
            if (Directory.Exists(path))
            {
                return [Add(FolderSource.Open(path))];
            }
            if (FileStatus.Find(path) is { IsRegular: false })
            {
                // A pipe, as a shell's <(command) is, can be read once and not by position.
                using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
                return Spool(pipe, path);
            }
            return Add(FileByteSource.Open(path), InputStem.FromPath(path));
        });
    }

    /// <summary>
    /// Opens the content of a stream, for example of standard input. It is copied to a temporary file, since readers need to seek.
    /// </summary>
    /// <param name="stream">The stream, at its start.</param>
    /// <param name="name">Name of the input in messages and row names.</param>
    /// <exception cref="DatasetFormatException">The data is damaged, unsafe, too large, or of no known format.</exception>
    public IReadOnlyList<DatasetInput> Add(Stream stream, string name) => Noted(() => Spool(stream, name));

    /// <summary>Creates the data set of all opened inputs, which then owns them.</summary>
    /// <exception cref="DatasetFormatException">A joined table is of other rows, or a file has more masks than there are rows.</exception>
    public Dataset Finish()
    {
        if (!_hasRefused)
        {
            _masks?.RefuseUnused();
        }
        foreach (var table in Tables)
        {
            table.RefuseUnused(_inputs);
        }
        var dataset = new Dataset([.. _inputs], [.. Tables.SelectMany(table => table.Notes(_inputs))])
        {
            Files = _files,
            Options = _options,
            JoinedFileSha256 = _columns?.Sha256,
            LabelFileSha256 = _labels?.Sha256,
        };
        _inputs.Clear();
        return dataset;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in _inputs)
        {
            input.Dispose();
        }
        _inputs.Clear();
    }

    private IReadOnlySet<string> Renamed => _columns?.Renamed ?? ReadOnlySet<string>.Empty;

    private IEnumerable<JoinedTable> Tables => new[] { _columns, _labels }.OfType<JoinedTable>();

    /// <summary>Opens an input, and notes where that fails.</summary>
    private List<DatasetInput> Noted(Func<List<DatasetInput>> open)
    {
        using var run = _files.Enter();
        var isOpen = false;
        try
        {
            var inputs = open();
            isOpen = true;
            return inputs;
        }
        finally
        {
            _hasRefused |= !isOpen;
        }
    }

    private List<DatasetInput> Spool(Stream stream, string name) =>
        Add(SpooledStream.Spool(stream, name, _options), InputStem.FromPath(name));

    private List<DatasetInput> Add(FileByteSource file, string stem)
    {
        IReadOnlyList<InputContent> contents = [];
        var added = new List<DatasetInput>();
        try
        {
            contents = InputContent.UnpackAll(file, _options);
            foreach (var content in contents)
            {
                // The first one owns the file, since all inputs are closed together.
                added.Add(Add(file, content, stem, isOwner: added.Count == 0));
            }
            return added;
        }
        catch
        {
            foreach (var content in contents.Skip(added.Count))
            {
                content.Content.Dispose();
            }
            if (added.Count == 0)
            {
                file.Dispose();
            }
            throw;
        }
    }

    private DatasetInput Add(FileByteSource file, InputContent part, string stem, bool isOwner)
    {
        var (content, compression, damage) = part;
        if (damage is not null && content.Length == 0)
        {
            throw damage;
        }
        var format = FormatRegistry.Find(content, _options.Format);
        var named = new SliceByteSource(content, 0, content.Length, content.Name.As(format.Name));
        var index = format.Read(named, _reading, _options.Leniency);
        index = index with { Damage = damage ?? index.Damage, Notes = [.. index.Notes, .. part.Notes] };
        index = ColumnNames.Apply(BareArray.Named(Judged(index), named, _options.BareColumn), named.Name, _options, Renamed);
        var stored = part.IsMember ? content : file;
        var description = new InputDescription(file.Name.Path, Unique(part.Stem ?? stem), format.Name, compression, stored.Length);
        var values = new MaskValues();
        DatasetInput Open(TableIndex table) =>
            new(description, table, named, isOwner && !ReferenceEquals(content, file) ? [content, file] : [content])
            {
                Files = _files,
                File = stored,
                StoredMaskValues = values,
            };
        return Add(Open(WithMasks(Joined(index, description, named.Name, Open), values, Open)));
    }

    /// <summary>The index, in which unsafe names of a pickle are no damage where they are only noted.</summary>
    private TableIndex Judged(TableIndex index) =>
        _options.ReportsNames || index.Damage is not { Fault: Fault.Unsafe } ? index : index with { Damage = index.DamageWithoutNames };

    /// <summary>The index with the columns of the joined tables, and with names for labels that are numbers.</summary>
    private TableIndex Joined(TableIndex index, InputDescription description, SourceName source, Func<TableIndex, DatasetInput> open)
    {
        foreach (var table in Tables)
        {
            var below = index;
            index = table.Join(
                index,
                description,
                isExpected =>
                {
                    var input = open(below);
                    return RowKeys.Read(
                        [.. Enumerable.Range(0, (int)below.Rows).Select(row => new DatasetRow(input, row))],
                        _options.Jobs,
                        _ => isExpected
                    );
                }
            );
        }
        return EncodedLabels.Apply(index, source, _options.LabelNames);
    }

    private DatasetInput Add(FolderSource folder)
    {
        try
        {
            return AddListed(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException)
        {
            var rest = folder.WithoutUnopened();
            if (rest.Files.Count == folder.Files.Count)
            {
                throw;
            }
            return AddListed(rest);
        }
    }

    private DatasetInput AddListed(FolderSource folder)
    {
        var (format, index) = Read(folder);
        var description = new InputDescription(folder.Path, Unique(InputStem.FromPath(folder.Path)), format.Name, null, folder.TotalBytes);
        var source = new MemoryByteSource(default, new SourceName(folder.Path, null, format.Name));
        var stored = new MaskValues();
        DatasetInput Open(TableIndex table) =>
            new(description, table, source, [])
            {
                Files = _files,
                Folder = folder,
                StoredMaskValues = stored,
            };
        return Add(Open(WithMasks(Joined(index, description, source.Name, Open), stored, Open)));
    }

    private (IFolderFormat Format, TableIndex Index) Read(FolderSource folder)
    {
        var damage = folder.Damage;
        try
        {
            var format = FormatRegistry.Find(folder, _options.Format);
            var index = format.Read(folder, _reading);
            return (format, index with { Notes = [.. index.Notes, .. folder.Notes], Damage = index.Damage ?? damage });
        }
        catch (DatasetFormatException e) when (damage is not null && e.Fault == Fault.WrongFormat)
        {
            // The folder may hold only files that cannot be read.
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, e.Format), $"{e.Detail}; {damage.Detail}");
        }
    }

    private DatasetInput Add(DatasetInput input)
    {
        _inputs.Add(input);
        _stems.Add(input.Stem);
        return input;
    }

    private TableIndex WithMasks(TableIndex index, MaskValues stored, Func<TableIndex, DatasetInput> open)
    {
        try
        {
            if (_masks is not null && !index.HasGivenMasks)
            {
                index = _masks.Join(open(index), followsAll: !_hasRefused) with { Undecided = null };
            }
            return index.Undecided is { } undecided && !_options.ListsStructures
                ? throw undecided
                : LesionColumn.Apply(index, _options.Masks.Lesion, stored);
        }
        catch
        {
            foreach (var owned in index.Owned)
            {
                owned.Dispose();
            }
            throw;
        }
    }

    private string Unique(string stem)
    {
        var unique = stem;
        for (var count = 2; _stems.Contains(unique); count++)
        {
            unique = $"{stem}~{count}";
        }
        return unique;
    }
}
