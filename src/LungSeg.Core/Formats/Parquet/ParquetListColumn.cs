using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>
/// A column of slices as lists of lists of numbers, or as lists of numbers of which other columns say the size. The levels of all pages are
/// read once, for the shapes of the rows.
/// </summary>
internal sealed class ParquetListColumn(ParquetTable table, ParquetLeaf leaf, (TableColumn Height, TableColumn Width)? size)
    : TableColumn(leaf.Top, leaf.DType!.Value.Name)
{
    /// <summary>The deepest lists that are read.</summary>
    public const int MaxRank = 3;

    private const int RowBytes = 64;
    private readonly Lock _gate = new();
    private ParquetListRow[]? _rows;

    public override Cell this[long row]
    {
        get
        {
            var found = GetRows()[row];
            if (found.State == ParquetListState.Missing)
            {
                return Cell.Missing;
            }
            if (found.State != ParquetListState.Regular)
            {
                return Cell.Other;
            }
            var shape = found.GetShape(leaf.ListLevels.Count);
            if (
                shape is [var length]
                && size is { } columns
                && columns.Height[row].Value is long height and > 0
                && columns.Width[row].Value is long width and > 0
                && height <= length
                && width <= length
                && height * width == length
            )
            {
                shape = [height, width];
            }
            return new Cell(CellKind.Array, ArrayInfo.Decoded(leaf.DType!.Value, shape, default, new Decoder(table, leaf, row, found)));
        }
    }

    public override string Describe(long row) =>
        GetRows()[row].State switch
        {
            ParquetListState.Ragged => "lists of several lengths",
            ParquetListState.Holed => "a list with missing numbers",
            ParquetListState.Empty => "an empty list",
            _ => base.Describe(row),
        };

    private ParquetListRow[] GetRows()
    {
        lock (_gate)
        {
            return _rows ??= ReadRows();
        }
    }

    private ParquetListRow[] ReadRows()
    {
        lock (table.Budget)
        {
            table.Budget.Charge(table.Rows * RowBytes, null);
        }
        var rows = new List<ParquetListRow>();
        for (var group = 0; group < table.GroupCount; group++)
        {
            var shapes = new ParquetListShapes(leaf, rows);
            var pages = table.GetPages(leaf, group).Pages;
            var lists = 0L;
            for (var page = 0; page < pages.Count; page++)
            {
                var levels = table.DecodeLevels(leaf, group, pages[page]);

                // Memory is taken for as many lists as there are rows, whatever the levels say.
                lists += levels.Repetitions.AsSpan().Count((byte)0);
                if (lists > table.GetRows(group))
                {
                    throw IsNotOfItsRows(group, lists);
                }
                shapes.Add(levels, page, pages[page].Values);
            }
            shapes.Finish();
            if (lists != table.GetRows(group))
            {
                throw IsNotOfItsRows(group, lists);
            }
        }
        return [.. rows];
    }

    private DatasetFormatException IsNotOfItsRows(int group, long lists) =>
        FormatError.Corrupt(
            table.Source,
            string.Create(CultureInfo.InvariantCulture, $"column {leaf.Top} has {lists} lists in a group of {table.GetRows(group)} rows")
        );

    /// <summary>Copies the numbers of a row, which may go over several pages.</summary>
    private sealed class Decoder(ParquetTable table, ParquetLeaf leaf, long row, ParquetListRow found) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            var group = table.Locate(row).Group;
            var (page, level) = (found.Page, found.Level);
            while (!destination.IsEmpty)
            {
                var decoded = table.GetPage(leaf, group, page++);
                var values = (FixedValues)decoded.Values!;
                var first = decoded.Definitions is { } levels ? levels.AsSpan(0, level).Count((byte)leaf.MaxDefinition) : level;
                var part = values.Bytes.AsSpan(first * values.Size);
                part = part[..Math.Min(part.Length, destination.Length)];
                part.CopyTo(destination);
                destination = destination[part.Length..];
                level = 0;
            }
        }
    }
}

/// <summary>What the lists of a row are.</summary>
internal enum ParquetListState : byte
{
    Regular,
    Missing,
    Empty,

    /// <summary>Lists of different lengths, which are no array.</summary>
    Ragged,

    /// <summary>Numbers are missing.</summary>
    Holed,
}

/// <summary>Where the numbers of a row begin, and the shape that they have.</summary>
internal readonly record struct ParquetListRow(int Page, int Level, ParquetListState State, (int First, int Second, int Third) Lengths)
{
    public long[] GetShape(int rank) =>
        rank switch
        {
            1 => [Lengths.First],
            2 => [Lengths.First, Lengths.Second],
            _ => [Lengths.First, Lengths.Second, Lengths.Third],
        };
}

/// <summary>Finds rows and their shapes from levels, one after another (Dremel's encoding of nested lists).</summary>
internal sealed class ParquetListShapes(ParquetLeaf leaf, List<ParquetListRow> rows)
{
    private readonly int _rank = leaf.ListLevels.Count;
    private readonly int[] _counts = new int[leaf.ListLevels.Count];
    private readonly int[] _lengths = new int[leaf.ListLevels.Count];
    private (int Page, int Level)? _start;
    private ParquetListState _state;

    /// <summary>Adds the levels of a page.</summary>
    public void Add(ParquetPage page, int number, int count)
    {
        var (repetitions, definitions) = (page.Repetitions!, page.Definitions!);
        for (var i = 0; i < count; i++)
        {
            var (repetition, definition) = (repetitions[i], definitions[i]);
            if (repetition == 0)
            {
                Finish();
                _start = (number, i);
                _state = ParquetListState.Regular;
                _lengths.AsSpan().Fill(-1);
                _counts.AsSpan().Fill(1);
            }
            else
            {
                CloseBelow(repetition);
                _counts[repetition - 1]++;
                _counts.AsSpan(repetition).Fill(1);
            }
            if (definition < leaf.MaxDefinition && _state == ParquetListState.Regular)
            {
                _state =
                    definition < leaf.ListLevels[0] - 1 ? ParquetListState.Missing
                    : definition < leaf.ListLevels[0] ? ParquetListState.Empty
                    : definition < leaf.ListLevels[_rank - 1] ? ParquetListState.Ragged
                    : ParquetListState.Holed;
            }
        }
    }

    /// <summary>Ends the last row.</summary>
    public void Finish()
    {
        if (_start is not { } start)
        {
            return;
        }
        CloseBelow(0);
        rows.Add(
            new ParquetListRow(start.Page, start.Level, _state, (_lengths[0], _rank > 1 ? _lengths[1] : 0, _rank > 2 ? _lengths[2] : 0))
        );
        _start = null;
    }

    /// <summary>Ends the lists that are deeper than <paramref name="level"/>; all of one depth must be of one length.</summary>
    private void CloseBelow(int level)
    {
        for (var depth = _rank - 1; depth >= level; depth--)
        {
            if (_lengths[depth] >= 0 && _lengths[depth] != _counts[depth] && _state == ParquetListState.Regular)
            {
                _state = ParquetListState.Ragged;
            }
            _lengths[depth] = _counts[depth];
        }
    }
}
