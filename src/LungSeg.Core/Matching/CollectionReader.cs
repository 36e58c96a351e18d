using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Formats;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Matching;

/// <summary>The files below some folders: DICOM images in any layout, volumes, and the readings in XML among them.</summary>
public sealed class CollectionReader
{
    /// <summary>Files between two calls of <see cref="CollectionOptions.Save"/>.</summary>
    private const int FilesOfBatch = 8192;

    private readonly IReadOnlyList<FolderSource> _folders;
    private readonly (FolderSource Folder, string Path)[] _files;
    private readonly CollectionOptions _options;
    private readonly CollectionScan _scan;

    private CollectionReader(IReadOnlyList<FolderSource> folders, CollectionOptions options)
    {
        _folders = folders;
        _files = [.. folders.SelectMany(folder => folder.Files.Select(file => (folder, file)))];
        _options = options;
        var known = new Dictionary<(string?, string?, int?), SliceRecord>();
        foreach (var slice in options.Known?.Slices ?? [])
        {
            known.TryAdd(slice.Identity, slice);
        }
        _scan = new CollectionScan(
            new FolderReading
            {
                Limits = options.Limits,
                TemporaryFolder = options.TemporaryFolder,
                Ct = options.Ct,
                Annotations = options.Annotations,
            },
            options.KeepsSlices
        )
        {
            Known = known,
        };
    }

    /// <summary>Number of files.</summary>
    public int FileCount => _files.Length;

    /// <summary>Lists the files below folders, through links.</summary>
    /// <exception cref="DatasetFormatException">Links lead to too many folders.</exception>
    /// <exception cref="IOException">A folder is missing or cannot be read.</exception>
    public static CollectionReader Open(IReadOnlyList<string> folders, CollectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(options);
        return new CollectionReader([.. folders.Select(FolderSource.Open)], options);
    }

    /// <summary>Reads the collection, or takes its images from shards.</summary>
    /// <param name="shards">Shards that were made of the same files; null to read the files.</param>
    /// <exception cref="DatasetFormatException">A shard is damaged or of other files, or a file changed while it was read.</exception>
    public CollectionReport Read(ShardSet? shards = null)
    {
        shards?.CheckPlan(Plan);
        var files = new CollectionFile[_files.Length];
        for (var start = 0; start < files.Length; start += FilesOfBatch)
        {
            var first = start;
            ParallelRows.Run(
                Math.Min(FilesOfBatch, files.Length - start),
                _options.Jobs,
                i =>
                {
                    files[first + i] = shards is null
                        ? ReadFile(first + i)
                        : shards.Get(first + i, CollectionPiece.Name, CollectionPiece.Codec);
                    _options.FileDone?.Invoke();
                }
            );
            if (start + FilesOfBatch < files.Length)
            {
                _options.Save?.Invoke(CreateIndex(files.Take(start + FilesOfBatch), readings: null, out _));
            }
        }

        var readings = new CollectionReadings(_options.Annotations);
        var index = CreateIndex(files, readings, out var copies);
        return new CollectionReport
        {
            Index = index,
            FileCount = files.Length,
            LeftOut =
            [
                .. files
                    .Select((file, at) => (Kind: file.LeftOutAs, _files[at].Path))
                    .Where(file => file.Kind is not null)
                    .GroupBy(file => file.Kind!, file => file.Path)
                    .OrderBy(group => group.Key, StringComparer.Ordinal),
            ],
            Refusals =
            [
                .. _folders.Select(folder => folder.Damage).OfType<DatasetFormatException>(),
                .. files.Select(file => file.Refusal).OfType<DatasetFormatException>(),
                .. readings.Refusals,
            ],
            Copies = copies,
            NewSlices = index.Slices.Count(slice => !_scan.Known.ContainsKey(slice.Identity)),
            Notes = [.. _folders.SelectMany(folder => folder.Notes.Select(note => $"{folder.Path}: {note}")), .. readings.Notes],
            Pixels = _options.KeepsSlices ? OpenPixels(files) : null,
        };
    }

    /// <summary>Writes what the files of a shard hold: every Nth file.</summary>
    /// <returns>Number of files.</returns>
    /// <exception cref="IOException">The shard exists and may not be replaced, or writing fails.</exception>
    public int Put(ShardTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        int[] own = [.. Enumerable.Range(0, _files.Length).Where(at => target.Run.Shard.Contains(at))];
        using var writer = new ShardWriter(target.Folder, target.Overwrite);
        ParallelRows.Run(
            own.Length,
            _options.Jobs,
            i =>
            {
                writer.Put(own[i], CollectionPiece.Name, CollectionPiece.Codec.Pack(ReadFile(own[i])));
                _options.FileDone?.Invoke();
            }
        );
        writer.Commit(target.Run.Describe([], Plan));
        return own.Length;
    }

    private string Plan =>
        ShardPlan.ComputeSha256(
            [$"{_options.Ct.AssumesHu} {_options.Ct.IsSigned}"],
            _files.Select(file =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Path}\t{new FileInfo(Path.Combine(file.Folder.Path, file.Path)).Length}"
                )
            )
        );

    private CollectionFile ReadFile(int at)
    {
        var (folder, path) = _files[at];
        try
        {
            return CollectionFile.Read(folder, path, _scan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CollectionFile { Refusal = FormatError.Corrupt(folder.GetName(path, "file"), UnreadEntry.GetReason(e)) };
        }
    }

    private SliceIndex CreateIndex(IEnumerable<CollectionFile> files, CollectionReadings? readings, out int copies)
    {
        var (slices, seen) = (new List<SliceRecord>(), new HashSet<((string?, string?, int?), UInt128?)>());
        copies = 0;
        foreach (var slice in files.SelectMany(file => file.Slices))
        {
            if (seen.Add((slice.Identity, slice.Key)))
            {
                slices.Add(slice);
            }
            else
            {
                copies++;
            }
        }

        slices.AddRange((_options.Known?.Slices ?? []).Where(slice => seen.Add((slice.Identity, slice.Key))));
        SliceRecord[] sorted = [.. SliceRecord.Sort(slices)];
        if (readings is null)
        {
            return new SliceIndex(sorted, _options.Known?.Readings, [.. _options.Known?.ReadSeries ?? new HashSet<string>()]);
        }
        readings.Read(_files.Zip(files).Where(file => file.Second.IsXml).Select(file => file.First), sorted, _scan.Reading);
        return readings.CreateIndex(sorted, _options.Known);
    }

    private CollectionPixels OpenPixels(CollectionFile[] files)
    {
        var pixels = new CollectionPixels();
        foreach (var group in files.Select((file, at) => (file, at)).GroupBy(file => _files[file.at].Folder))
        {
            var images = group.Where(file => file.file.Ct.Count > 0).Select(file => file.file).ToArray();
            pixels.Add(group.Key, [.. images.SelectMany(file => file.Ct)], images.SelectMany(file => file.Slices));
            foreach (var (file, at) in group.Where(file => file.file is { Ct.Count: 0, Slices.Count: > 0 }))
            {
                pixels.Add(CollectionFile.Open(group.Key, _files[at].Path, _scan), file.Slices);
            }
        }

        return pixels;
    }
}
