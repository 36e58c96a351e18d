using System.Globalization;
using System.Numerics;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>A column of the inputs, by name. Its type is the narrowest that all its cells have, those of other shards included.</summary>
internal sealed class InputColumn
{
    private const string Utc = "UTC";
    private const double MaxExactInteger = 1L << 53;
    private readonly Dictionary<DatasetInput, TableColumn?> _columns = new(ReferenceEqualityComparer.Instance);
    private readonly string _name;
    private readonly HashSet<MetadataType> _types = [];
    private readonly HashSet<string?> _zones = [];
    private bool _isExactReal = true;
    private bool _isMissing;
    private bool _fitsNanoseconds = true;
    private int? _secondDigits;

    private InputColumn(string name) => _name = name;

    /// <summary>What the column holds that no format can write, and in which row; null where it holds values.</summary>
    public string? Unread { get; private set; }

    /// <summary>Whether a row has anything in the column.</summary>
    public bool HasCells { get; private set; }

    /// <summary>What the type of the column changes, in words; null where nothing.</summary>
    public string? Change { get; private set; }

    /// <summary>The column that is written.</summary>
    public MetadataColumn Column { get; private set; } = null!;

    /// <summary>Looks at all cells of a column.</summary>
    public static InputColumn Read(string name, IReadOnlyList<ExportRow> rows)
    {
        var column = new InputColumn(name);
        for (var i = 0; i < rows.Count && column.Unread is null; i++)
        {
            column.Look(rows[i]);
        }

        column.Column = column.Create();
        return column;
    }

    /// <summary>The value of a cell as a column of a type has it, or as it is without a type; null where it is missing.</summary>
    public static object? Convert(Cell cell, MetadataType? type) =>
        cell.Value is null or double.NaN or ArrayInfo ? null
        : type == MetadataType.Text ? ToText(cell.Value)
        : type == MetadataType.Real ? ToReal(cell.Value)
        : cell.Value;

    private TableColumn? Find(DatasetInput input)
    {
        if (!_columns.TryGetValue(input, out var column))
        {
            _columns.Add(input, column = input.FindColumn(_name));
        }
        return column;
    }

    private Cell GetCell(ExportRow row) => Find(row.Row.Input) is { } column ? column[row.Row.Index] : Cell.Missing;

    private void Look(ExportRow row)
    {
        var cell = GetCell(row);
        if (cell.Kind == CellKind.Missing || cell.Value is double.NaN)
        {
            _isMissing = true;
            if (cell.Value is double)
            {
                _types.Add(MetadataType.Real);
            }
        }
        else if (!cell.IsValue)
        {
            HasCells = true;
            Unread ??= $"{Find(row.Row.Input)!.Describe(row.Row.Index)} in row {row.Name}";
        }
        else
        {
            HasCells = true;
            LookAt(cell);
        }
    }

    private void LookAt(Cell cell)
    {
        switch (cell.Value)
        {
            case string when cell.Kind == CellKind.Number && ToReal(cell.Value) is not null:
            case double:
                _types.Add(MetadataType.Real);
                break;
            case long number:
                _types.Add(MetadataType.Long);
                _isExactReal &= Math.Abs((double)number) <= MaxExactInteger;
                break;
            case bool:
                _types.Add(MetadataType.Bool);
                break;
            case DateValue date:
                _types.Add(MetadataType.Date);
                _zones.Add(date.Zone);
                _fitsNanoseconds &= date.ToUnit(TimeUnit.Nanosecond) is not null;
                _secondDigits = date.IsDay ? _secondDigits : Math.Max(_secondDigits ?? 0, date.Digits);
                break;
            case DurationValue:
                _types.Add(MetadataType.Duration);
                break;
            default:
                _types.Add(MetadataType.Text);
                break;
        }
    }

    private MetadataColumn Create()
    {
        var columns = _columns.Values.OfType<TableColumn>().ToArray();
        string[] storages = [.. columns.Select(column => ColumnStorage.GetElement(column.Storage)).Distinct()];
        var storage = storages is [var only] ? only : "object";
        var type = ChooseType(storage);
        var isObjects = columns.Length > 0 && _columns.All(pair => pair.Value is null || ColumnStorage.HoldsObjects(pair.Value, pair.Key));
        var isMixed = type == MetadataType.Text && (_types.Count > 1 || !_types.Contains(MetadataType.Text)) && _types.Count > 0;
        var element = ColumnStorage.FindType(storage);
        var made = new MetadataColumn(_name, type, row => Convert(GetCell(row), type))
        {
            IsNullable = ColumnStorage.IsNullable(storage) || (_isMissing && type is MetadataType.Long or MetadataType.Bool),
            Zone = type == MetadataType.Date ? GetZone() : null,
            SecondDigits = _secondDigits,
            Categories = GetCategories(columns),
            GetObject = isMixed || (isObjects && type is MetadataType.Long or MetadataType.Real or MetadataType.Bool) ? GetObject : null,
        };
        if (isMixed)
        {
            Change =
                _types.SetEquals([MetadataType.Date]) && !_fitsNanoseconds
                    ? "has dates that 64 bits of nanoseconds do not hold and is written as text"
                    : "holds values of several types and is written as text";
        }
        return element is { } known && IsOf(known, type) ? made with { ElementType = known } : made;
    }

    private MetadataType ChooseType(string storage)
    {
        if (_types.Count == 0)
        {
            return ColumnStorage.FindType(storage) is { } empty
                ? Enum.GetValues<MetadataType>().First(type => type == MetadataType.Text || IsOf(empty, type))
                : MetadataType.Text;
        }
        if (_types.Count == 1)
        {
            var type = _types.First();
            return type == MetadataType.Date && (!_fitsNanoseconds || (_zones.Count > 1 && _zones.Contains(null)))
                ? MetadataType.Text
                : type;
        }
        return _types.SetEquals([MetadataType.Long, MetadataType.Real]) && _isExactReal ? MetadataType.Real : MetadataType.Text;
    }

    private static bool IsOf(DType element, MetadataType type) =>
        type switch
        {
            MetadataType.Long => element.Kind is 'i' or 'u',
            MetadataType.Real => element.Kind == 'f',
            MetadataType.Bool => element.Kind == 'b',
            MetadataType.Date => element.Kind == 'M',
            MetadataType.Duration => element.Kind == 'm',
            _ => false,
        };

    private string? GetZone() =>
        _zones.Count == 0 || _zones.Contains(null) ? null
        : _zones.Count == 1 && ColumnStorage.IsZone(_zones.First()) ? _zones.First()
        : Utc;

    /// <summary>The categories of all inputs together; null where the column of one of them has none.</summary>
    private static CategoryList? GetCategories(TableColumn[] columns)
    {
        var lists = columns.Select(column => column.Categories).ToArray();
        if (lists.Length == 0 || !Array.TrueForAll(lists, list => list is not null && list.Values.All(ColumnStorage.IsCategory)))
        {
            return null;
        }
        var isSame = Array.TrueForAll(lists, list => list!.Values.SequenceEqual(lists[0]!.Values));
        return isSame ? lists[0] : new CategoryList([.. lists.SelectMany(list => list!.Values).Distinct()], IsOrdered: false);
    }

    /// <summary>The value of a row as it is in the input; dates and durations as text.</summary>
    private object? GetObject(ExportRow row) =>
        GetCell(row) switch
        {
            { Kind: CellKind.Number, Value: string text } => ToReal(text) ?? (object)text,
            { Value: double.NaN } => null,
            { Value: string or long or BigInteger or double or bool } cell => cell.Value,
            { Value: { } value } => ToText(value),
            _ => null,
        };

    private static string ToText(object value) =>
        value switch
        {
            string text => text,
            double number => DatasetRow.GetPythonText(number),
            bool truth => truth ? "True" : "False",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        };

    /// <summary>A number as float64; null for the text of a decimal that float64 does not hold to its last digit.</summary>
    private static object? ToReal(object value) =>
        value switch
        {
            double number => number,
            long number => (double)number,
            string text
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                    && decimal.TryParse(
                        number.ToString("R", CultureInfo.InvariantCulture),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out var found
                    )
                    && exact == found => number,
            _ => null,
        };
}
