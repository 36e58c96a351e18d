using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A Parquet file, of which pages are decoded when their values are asked for. The last ones are kept.</summary>
/// <remarks>Safe on several threads.</remarks>
internal sealed class ParquetTable
{
    private readonly IByteSource _source;
    private readonly ParquetFooter _footer;
    private readonly AllocationBudget _budget;
    private readonly long[] _firstRows;
    private readonly Dictionary<(int Leaf, int Group), ParquetPages> _pages = [];
    private readonly RecentValues<(int Leaf, int Group, int Page), object> _recent = new();

    private ParquetTable(IByteSource source, ParquetFooter footer, IReadOnlyList<ParquetLeaf> leaves, AllocationBudget budget)
    {
        (_source, _footer, _budget, Leaves) = (source, footer, budget, leaves);
        _firstRows = new long[footer.Groups.Count];
        for (var (group, row) = (0, 0L); group < _firstRows.Length; row += footer.Groups[group++].Rows)
        {
            _firstRows[group] = row;
        }
    }

    /// <summary>The columns that hold values.</summary>
    public IReadOnlyList<ParquetLeaf> Leaves { get; }

    /// <summary>Number of rows.</summary>
    public long Rows => _footer.Rows;

    /// <summary>Texts about the table, by their names.</summary>
    public IReadOnlyDictionary<string, string> Texts => _footer.Texts;

    /// <summary>Number of row groups.</summary>
    public int GroupCount => _footer.Groups.Count;

    /// <summary>Name of the file.</summary>
    public SourceName Source => _source.Name;

    /// <summary>Memory of what is known of the file.</summary>
    public AllocationBudget Budget => _budget;

    /// <summary>Reads the metadata of a file.</summary>
    /// <exception cref="DatasetFormatException">The file is cut short or damaged, or has more columns than the limit.</exception>
    public static ParquetTable Open(IByteSource source, ReadLimits limits)
    {
        var budget = new AllocationBudget(source.Name, limits, source.Length);
        var footer = ParquetFooter.Read(source, budget);
        var leaves = ParquetLeaf.List(footer.Schema, budget);
        if (leaves.Count > limits.MaxColumns)
        {
            throw FormatError.TooLarge(source.Name, "number of columns", leaves.Count, limits.MaxColumns);
        }
        foreach (var group in footer.Groups)
        {
            if (group.Chunks.Count != leaves.Count)
            {
                throw FormatError.Corrupt(source.Name, $"a row group has {group.Chunks.Count} columns, the table {leaves.Count}");
            }
        }
        return new ParquetTable(source, footer, leaves, budget);
    }

    /// <summary>The row group of a row, and the position of the row in it.</summary>
    public (int Group, long Row) Locate(long row)
    {
        var group = Array.BinarySearch(_firstRows, row);
        if (group < 0)
        {
            group = ~group - 1;
        }

        // Groups without rows begin where the next one does.
        while (group + 1 < _firstRows.Length && _firstRows[group + 1] <= row)
        {
            group++;
        }
        return (group, row - _firstRows[group]);
    }

    /// <summary>Number of rows of a group.</summary>
    public long GetRows(int group) => _footer.Groups[group].Rows;

    /// <summary>The pages of a column in a row group.</summary>
    public ParquetPages GetPages(ParquetLeaf leaf, int group)
    {
        lock (_pages)
        {
            if (_pages.TryGetValue((leaf.Index, group), out var known))
            {
                return known;
            }
        }
        var chunk = _footer.Groups[group].Chunks[leaf.Index];
        if (leaf.ListLevels.Count == 0 && chunk.Values != _footer.Groups[group].Rows)
        {
            throw FormatError.Corrupt(
                Source,
                chunk.Start,
                $"column {leaf.Name} has {chunk.Values} values in a group of {GetRows(group)} rows"
            );
        }
        var pages = ParquetPages.Read(_source, chunk, _budget);
        lock (_pages)
        {
            _pages[(leaf.Index, group)] = pages;
        }
        return pages;
    }

    /// <summary>A page, decoded.</summary>
    public ParquetPage GetPage(ParquetLeaf leaf, int group, int page)
    {
        var (pages, decoder) = (GetPages(leaf, group), GetDecoder(leaf, group));
        ParquetPage Decode() => decoder.Decode(pages.Pages[page], GetDictionary(leaf, group, pages, decoder));

        // A page of one value, as that of a large slice is, is not asked for again soon.
        return pages.Pages[page].Values <= 1
            ? Decode()
            : (ParquetPage)_recent.Get((leaf.Index, group, page), Decode, decoded => ((ParquetPage)decoded).Weight);
    }

    /// <summary>The levels of a page.</summary>
    public ParquetPage DecodeLevels(ParquetLeaf leaf, int group, ParquetPageHeader page) =>
        GetDecoder(leaf, group).Decode(page, null, onlyLevels: true);

    /// <summary>The page of a column without lists that holds a row, and the position of the row in it.</summary>
    public (int Group, int Page, int Index) Find(ParquetLeaf leaf, long row)
    {
        var (group, at) = Locate(row);
        var pages = GetPages(leaf, group).Pages;
        var (low, high) = (0, pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = pages[middle].First <= at ? (middle, high) : (low, middle - 1);
        }
        return (group, low, (int)(at - pages[low].First));
    }

    private ParquetPageDecoder GetDecoder(ParquetLeaf leaf, int group) =>
        new(_source, leaf, _footer.Groups[group].Chunks[leaf.Index].Codec);

    private ParquetValues? GetDictionary(ParquetLeaf leaf, int group, ParquetPages pages, ParquetPageDecoder decoder) =>
        pages.Dictionary is not { } header
            ? null
            : (ParquetValues)
                _recent.Get((leaf.Index, group, -1), () => decoder.DecodeDictionary(header), decoded => ((ParquetValues)decoded).Weight);
}
