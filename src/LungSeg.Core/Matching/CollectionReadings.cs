using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets.Collections;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Matching;

/// <summary>The readings of a collection: one of each scan, the first in the order of the files.</summary>
internal sealed class CollectionReadings(AnnotationReading how)
{
    private const int MaxNamed = 3;
    private readonly Dictionary<string, List<ReadingRecord>> _bySeries = new(StringComparer.Ordinal);
    private readonly List<string> _other = [];
    private readonly List<string> _second = [];
    private readonly List<string> _elsewhere = [];
    private readonly List<DatasetFormatException> _refusals = [];

    /// <summary>Readings that are damaged.</summary>
    public IReadOnlyList<DatasetFormatException> Refusals => _refusals;

    /// <summary>What was left out.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (_bySeries.Count > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"readings of {_bySeries.Count} series: {_bySeries.Values.Sum(series => series.Count)} areas that readers drew"
                );
            }
            foreach (
                var (files, why) in new[]
                {
                    (_other, "no readings of outlines"),
                    (_second, "a second reading of its series: the first is kept"),
                    (_elsewhere, "none of its slices is here"),
                }
            )
            {
                if (files.Count > 0)
                {
                    yield return string.Create(
                        CultureInfo.InvariantCulture,
                        $"left out {Quantity.Of(files.Count, "XML file")} ({why}): {ShortList.Join(files, MaxNamed)}"
                    );
                }
            }
        }
    }

    /// <summary>Reads the files of a collection whose slices are known.</summary>
    public void Read(IEnumerable<(FolderSource Folder, string Path)> files, IReadOnlyList<SliceRecord> slices, FolderReading reading)
    {
        var bySop = new Dictionary<string, SliceRecord>(StringComparer.Ordinal);
        foreach (var slice in slices.Where(slice => slice.SopUid is not null))
        {
            bySop.TryAdd(slice.SopUid!, slice);
        }
        foreach (var (folder, path) in files)
        {
            try
            {
                Read(folder, path, bySop, reading);
            }
            catch (DatasetFormatException e) when (e.Fault != Fault.Changed)
            {
                _refusals.Add(e);
            }
        }
    }

    /// <summary>The index with these readings, and with those that it has of other series.</summary>
    public SliceIndex CreateIndex(IReadOnlyList<SliceRecord> slices, SliceIndex? known)
    {
        var seriesOf = slices.Where(slice => slice.SopUid is not null).ToLookup(slice => slice.SopUid!, slice => slice.SeriesUid);
        var kept = (known?.Readings ?? []).Where(reading =>
            seriesOf[reading.SopUid].All(series => series is null || !_bySeries.ContainsKey(series))
        );
        return new SliceIndex(
            slices,
            [.. kept, .. _bySeries.OrderBy(series => series.Key, StringComparer.Ordinal).SelectMany(series => series.Value)],
            [.. known?.ReadSeries ?? new HashSet<string>(), .. _bySeries.Keys]
        );
    }

    private void Read(FolderSource folder, string path, Dictionary<string, SliceRecord> bySop, FolderReading reading)
    {
        if (CollectionFile.ReadOutlines(folder, path, reading) is not { } outlines)
        {
            _other.Add(path);
            return;
        }
        var slices = outlines
            .Slices.Keys.Select(sop => bySop.GetValueOrDefault(sop))
            .OfType<SliceRecord>()
            .ToDictionary(slice => slice.SopUid!, StringComparer.Ordinal);
        var series = outlines.SeriesUid ?? slices.Values.FirstOrDefault()?.SeriesUid;
        if (series is null || (slices.Count == 0 && !bySop.Values.Any(slice => slice.SeriesUid == series)))
        {
            _elsewhere.Add(path);
        }
        else if (!_bySeries.TryAdd(series, [.. new NoduleOutlines(outlines, slices).CreateRecords(how)]))
        {
            _second.Add(path);
        }
    }
}
