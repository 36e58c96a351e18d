using System.Collections.ObjectModel;
using System.Globalization;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Folders;

/// <summary>The rows that the images of a folder give, slice after slice, and the columns over them.</summary>
internal sealed class FolderRows
{
    private readonly IReadOnlyList<FolderItem> _items;
    private readonly long[] _firstRows;

    public FolderRows(IReadOnlyList<FolderItem> items)
    {
        _items = items;
        _firstRows = new long[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            _firstRows[i] = Count;
            Count += items[i].Image.Slices;
        }
    }

    /// <summary>Number of rows.</summary>
    public long Count { get; }

    /// <summary>Whether the images hold HU; false where one of them holds grey values.</summary>
    public bool HoldsHu => _items.All(item => item.Image.HoldsHu);

    /// <summary>The columns in the order of the published files, then metadata. A column without values is left out.</summary>
    public IReadOnlyList<TableColumn> Columns(string imageColumn)
    {
        var columns = new List<TableColumn>();
        if (_items.Any(item => item.Label is not null))
        {
            columns.Add(Text(DatasetColumns.Label, item => item.Label));
        }
        if (_items.Any(item => item.Mask is not null))
        {
            columns.Add(Arrays(DatasetColumns.Mask, item => item.Mask));
        }
        columns.Add(Arrays(imageColumn, item => item.Image));
        columns.Add(Text(DatasetColumns.File, item => item.Image.File));
        if (_items.Any(item => item.Part is not null))
        {
            columns.Add(Text(DatasetColumns.Part, item => item.Part));
        }
        if (_items.Any(item => item.Image.SpacingMm is not null))
        {
            columns.Add(Number(DatasetColumns.RowSpacingMm, item => item.Image.SpacingMm?.RowMm));
            columns.Add(Number(DatasetColumns.ColumnSpacingMm, item => item.Image.SpacingMm?.ColumnMm));
        }
        if (_items.Any(item => item.Image.Grid is not null))
        {
            columns.Add(Text(DatasetColumns.ImagePositionMm, (item, slice) => item.Image.Grid?.GetPlace(slice).PositionText));
            columns.Add(Text(DatasetColumns.ImageOrientation, (item, _) => item.Image.Grid?.First.OrientationText));
        }
        var fields = _items.SelectMany(item => item.Fields.Keys).Distinct().Where(name => columns.All(known => known.Name != name));
        columns.AddRange([.. fields.Select(CreateColumn).OfType<TableColumn>()]);
        return columns;
    }

    /// <summary>The column of a field, of the type that all its values have; null where none has a value.</summary>
    private ItemColumn? CreateColumn(string name)
    {
        object[] values = [.. _items.Select(item => item.Fields.GetValueOrDefault(name)).OfType<object>()];
        var hasGaps = values.Length < _items.Count;
        object? Get(FolderItem item, int slice) => item.Fields.GetValueOrDefault(name);
        if (values.Length == 0)
        {
            return null;
        }
        if (Array.TrueForAll(values, value => value is long))
        {
            return new ItemColumn(name, hasGaps ? "Int64" : "int64", CellKind.Number, this, Get);
        }
        if (Array.TrueForAll(values, value => value is bool))
        {
            return new ItemColumn(name, hasGaps ? "boolean" : "bool", CellKind.Bool, this, Get);
        }
        return Array.TrueForAll(values, value => value is double || (value is long whole && (long)(double)whole == whole))
            ? Number(name, item => Get(item, 0) is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null)
            : Text(
                name,
                item =>
                    Get(item, 0) switch
                    {
                        null => null,
                        bool value => value ? "true" : "false",
                        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                    }
            );
    }

    /// <summary>Why the mask of a row is not that of its image; null where it is.</summary>
    public string? GetMaskFault(long row) => Locate(row).Item.MaskFault;

    private (FolderItem Item, int Slice) Locate(long row)
    {
        var at = Array.BinarySearch(_firstRows, row);
        if (at < 0)
        {
            at = ~at - 1;
        }
        return (_items[at], (int)(row - _firstRows[at]));
    }

    private ItemColumn Arrays(string name, Func<FolderItem, ISliceFile?> find)
    {
        var types = _items.Select(find).OfType<ISliceFile>().Select(file => file.DType.Name).Distinct().ToArray();
        return new ItemColumn(
            name,
            types is [var single] ? single : "object",
            null,
            this,
            (item, slice) => find(item) is { } file && slice < file.Slices ? file.Slice(slice) : null
        );
    }

    private ItemColumn Text(string name, Func<FolderItem, string?> find) => Text(name, (item, _) => find(item));

    private ItemColumn Text(string name, Func<FolderItem, int, string?> find) => new(name, "str", CellKind.Text, this, find);

    private ItemColumn Number(string name, Func<FolderItem, double?> find) =>
        new(name, DType.Float64.Name, CellKind.Number, this, (item, _) => find(item));

    /// <summary>A column whose cells come from the item that the row is a slice of.</summary>
    private sealed class ItemColumn(string name, string storage, CellKind? kind, FolderRows rows, Func<FolderItem, int, object?> find)
        : TableColumn(name, storage)
    {
        public override CellKind? CommonKind => kind;

        public override Cell this[long row]
        {
            get
            {
                var (item, slice) = rows.Locate(row);
                return find(item, slice) is { } value ? new Cell(kind ?? CellKind.Array, value) : Cell.Missing;
            }
        }
    }
}

/// <summary>An image of a folder with its mask, part and label. Each of its slices is a row.</summary>
/// <param name="Image">The image.</param>
/// <param name="Mask">The mask, with as many slices where it has no fault; null without one.</param>
/// <param name="Part">Part of the data set; null where the folder does not say.</param>
/// <param name="Label">Lung-RADS class as it is written; null where the folder does not say.</param>
internal sealed record FolderItem(ISliceFile Image, ISliceFile? Mask, string? Part, string? Label)
{
    /// <summary>Why the mask is not that of the image; null where it is.</summary>
    public string? MaskFault { get; init; }

    /// <summary>What else the folder says of the image: text, numbers, truth values or null, by name.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; init; } = ReadOnlyDictionary<string, object?>.Empty;
}
