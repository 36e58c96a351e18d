using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets.Collections;

namespace LungSeg.Core.Matching;

/// <summary>
/// The images of a collection by their content, with patient, scan, position and what readers drew. It holds no pixels, so who has the
/// collection can publish it.
/// </summary>
public sealed class SliceIndex
{
    /// <summary>Series of LIDC-IDRI, the collection that the data set was made of in part.</summary>
    public const int CollectionSeries = 1018;

    private const string ReadSeriesKey = "read_series";
    private readonly Lazy<ILookup<UInt128, SliceRecord>> _byKey;
    private readonly Lazy<ILookup<UInt128, SliceRecord>> _byPaddingKey;
    private readonly Lazy<ILookup<string, ReadingRecord>> _readings;

    /// <param name="slices">The images.</param>
    /// <param name="readings">What readers drew on them.</param>
    /// <param name="readSeries">Series whose readings are known, also where readers drew nothing.</param>
    public SliceIndex(
        IReadOnlyList<SliceRecord> slices,
        IReadOnlyList<ReadingRecord>? readings = null,
        IReadOnlyCollection<string>? readSeries = null
    )
    {
        ArgumentNullException.ThrowIfNull(slices);
        Slices = slices;
        Readings = readings ?? [];
        ReadSeries = new HashSet<string>(readSeries ?? [], StringComparer.Ordinal);
        _byKey = new(() => slices.Where(slice => slice.Key is not null).ToLookup(slice => slice.Key!.Value));
        _byPaddingKey = new(() => slices.Where(slice => slice.PaddingKey is not null).ToLookup(slice => slice.PaddingKey!.Value));
        _readings = new(() => Readings.ToLookup(reading => reading.SopUid, StringComparer.Ordinal));
        SeriesCount = slices.Select(slice => slice.SeriesUid).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        PatientCount = slices.Select(slice => slice.PatientId).OfType<string>().Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>The images, by patient, series and position.</summary>
    public IReadOnlyList<SliceRecord> Slices { get; }

    /// <summary>What readers drew.</summary>
    public IReadOnlyList<ReadingRecord> Readings { get; }

    /// <summary>Series whose readings are known, also where readers drew nothing.</summary>
    public IReadOnlySet<string> ReadSeries { get; }

    /// <summary>Number of series.</summary>
    public int SeriesCount { get; }

    /// <summary>Number of patients; 0 for a collection without their ids.</summary>
    public int PatientCount { get; }

    /// <summary>Name of the file of readings that belongs to an index: <c>lidc.readings.parquet</c> for <c>lidc.parquet</c>.</summary>
    public static string GetReadingsPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, Path.GetFileNameWithoutExtension(path) + ".readings.parquet");
    }

    /// <summary>Reads an index, and the readings where they lie beside it.</summary>
    /// <exception cref="DatasetFormatException">A file is no index, of another version, cut, or too large.</exception>
    /// <exception cref="IOException">The index is missing or cannot be read.</exception>
    public static SliceIndex Read(string path)
    {
        var slices = RecordTables.Slices.Read(path, out _);
        var beside = GetReadingsPath(path);
        if (!File.Exists(beside))
        {
            return new SliceIndex(slices);
        }
        var readings = RecordTables.Readings.Read(beside, out var metadata);
        var series = metadata.GetValueOrDefault(ReadSeriesKey)?.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new SliceIndex(slices, readings, series);
    }

    /// <summary>Writes the index, as CSV where its name ends in <c>.csv</c> and else as Parquet, and the readings beside it.</summary>
    /// <exception cref="DatasetFormatException">There are more images or readings than an index may have.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or writing fails.</exception>
    public void Write(string path, bool overwrite)
    {
        RecordTable<SliceRecord>.CheckCount(path, Slices);
        RecordTable<ReadingRecord>.CheckCount(GetReadingsPath(path), Readings);
        RecordTables.Readings.Write(
            GetReadingsPath(path),
            overwrite,
            Readings,
            new Dictionary<string, string> { [ReadSeriesKey] = string.Join('\n', ReadSeries.Order(StringComparer.Ordinal)) }
        );
        RecordTables.Slices.Write(path, overwrite, Slices);
    }

    /// <summary>The images of a content key.</summary>
    public IEnumerable<SliceRecord> Find(UInt128 key) => _byKey.Value[key];

    /// <summary>The images of a padding key.</summary>
    public IEnumerable<SliceRecord> FindPadded(UInt128 paddingKey) => _byPaddingKey.Value[paddingKey];

    /// <summary>What readers drew on an image; null where nothing is known of it.</summary>
    public IReadOnlyList<ReadingRecord>? FindReadings(SliceRecord slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        ReadingRecord[] found = slice.SopUid is { } sop ? [.. _readings.Value[sop]] : [];
        return found.Length > 0 || (slice.SeriesUid is { } series && ReadSeries.Contains(series)) ? found : null;
    }
}
