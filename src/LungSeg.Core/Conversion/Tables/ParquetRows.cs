using System.Globalization;
using System.Numerics.Tensors;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>Rows as columns of a Parquet table: names, labels and figures, and each array as bytes beside its dtype.</summary>
internal sealed class ParquetRows
{
    private const int ChunkElements = 1 << 16;

    private readonly StackColumns _stacks;
    private readonly List<(ParquetColumn Column, Action<ExportRow, ParquetArrays> Add)> _columns = [];

    public ParquetRows(ExportRun run, StackColumns stacks)
    {
        _stacks = stacks;
        foreach (var column in GetColumns(run))
        {
            AddMetadata(column);
        }

        AddNumber<int>("rows", (row, _) => stacks.GetSize(row).Height);
        AddNumber<int>("columns", (row, _) => stacks.GetSize(row).Width);
        AddFigures();
        for (var i = 0; i < stacks.Names.Count; i++)
        {
            AddArray(i);
        }
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ParquetColumn> Columns => [.. _columns.Select(column => column.Column)];

    /// <summary>The metadata columns, with the label in its own type.</summary>
    public static IEnumerable<MetadataColumn> GetColumns(ExportRun run) =>
        run.Metadata.RowColumns.Select(column => column == RowMetadata.Label ? run.Metadata.TypedLabel : column);

    /// <summary>Whether microseconds hold all dates of a column; else they are written as texts.</summary>
    public static bool HoldsDates(MetadataColumn column) => column.SecondDigits is not 9;

    private static DateTime? ToDateTime(DateValue? date) =>
        date is null
            ? null
            : new DateTime(
                DateTime.UnixEpoch.Ticks + (date.Seconds * TimeSpan.TicksPerSecond) + (date.Nanosecond / TimeSpan.NanosecondsPerTick),
                date.Zone is null ? DateTimeKind.Unspecified : DateTimeKind.Utc
            );

    /// <summary>Adds a row to each column.</summary>
    /// <param name="row">The row.</param>
    /// <param name="arrays">Its arrays, in the order of the stacks; they are read again when the columns are written.</param>
    public void Add(ExportRow row, ParquetArrays arrays)
    {
        foreach (var (_, add) in _columns)
        {
            add(row, arrays);
        }
    }

    private void AddText(string name, Func<ExportRow, string?> value)
    {
        var column = new ParquetTexts(name);
        _columns.Add((column, (row, _) => column.Add(value(row))));
    }

    private void AddNumber<T>(string name, Func<ExportRow, ParquetArrays, T?> value)
        where T : struct
    {
        var column = new ParquetNumbers<T>(name);
        _columns.Add((column, (row, arrays) => column.Add(value(row, arrays))));
    }

    private void AddMetadata(MetadataColumn column)
    {
        var (written, add) = CreateColumn(column);
        _columns.Add((written, (row, _) => add(row)));
    }

    /// <summary>Creates the column of a metadata column, and what adds a row to it.</summary>
    public static (ParquetColumn Column, Action<ExportRow> Add) CreateColumn(MetadataColumn column)
    {
        switch (column.Type)
        {
            case MetadataType.Integer:
                return CreateNumbers(column.Name, row => (int?)column.GetValue(row));
            case MetadataType.Real:
                return CreateNumbers(column.Name, row => (double?)column.GetValue(row));
            case MetadataType.Long:
                return CreateNumbers(column.Name, row => (long?)column.GetValue(row));
            case MetadataType.Bool:
                return CreateNumbers(column.Name, row => (bool?)column.GetValue(row));
            case MetadataType.Date when HoldsDates(column):
                var dates = new ParquetNumbers<DateTime>(ParquetDates.CreateField(column.Name, column.Zone is not null));
                return (dates, row => dates.Add(ToDateTime((DateValue?)column.GetValue(row))));
            default:
                var texts = new ParquetTexts(column.Name);
                return (texts, row => texts.Add(column.GetText(row)));
        }
    }

    /// <summary>The text of a value that is read back, as the metadata column gives it.</summary>
    public static string? GetText(Cell cell, MetadataColumn column) =>
        cell.Value switch
        {
            DateValue date => column.ToText(date),
            bool value => value ? "True" : "False",
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var text => (string?)text,
        };

    private static (ParquetColumn Column, Action<ExportRow> Add) CreateNumbers<T>(string name, Func<ExportRow, T?> value)
        where T : struct
    {
        var numbers = new ParquetNumbers<T>(name);
        return (numbers, row => numbers.Add(value(row)));
    }

    private void AddFigures()
    {
        if (_stacks.Names.IndexOf(DatasetColumns.Mask) is >= 0 and var mask)
        {
            AddNumber<int>("lesion_px", (_, arrays) => CountLesion(mask, arrays.Read(mask)));
        }

        var image = Math.Max(_stacks.Names.IndexOf(DatasetColumns.Hu), _stacks.Names.IndexOf(DatasetColumns.HuOld));
        if (image < 0)
        {
            return;
        }

        AddNumber<double>("hu_min", (_, arrays) => Fold(image, arrays.Read(image), values => TensorPrimitives.Min(values), Math.Min));
        AddNumber<double>("hu_max", (_, arrays) => Fold(image, arrays.Read(image), values => TensorPrimitives.Max(values), Math.Max));
    }

    private void AddArray(int index)
    {
        var name = _stacks.Names[index];
        var column = new ParquetBinary(name);
        _columns.Add((column, (_, arrays) => column.Add(() => arrays.Read(index))));
        AddText(name + ParquetReader.TypeSuffix, _ => _stacks.GetDType(name).Name);
    }

    /// <summary>A figure of an array, chunk by chunk; missing where float64 does not hold its integers.</summary>
    private double? Fold(int index, byte[] array, ChunkFigure figure, Func<double, double, double> join)
    {
        var dtype = _stacks.GetDType(_stacks.Names[index]);
        if (ElementConversion.FindRounded(array, dtype) >= 0)
        {
            return null;
        }

        double? result = null;
        var values = new double[Math.Min(ChunkElements, array.Length / dtype.ItemSize)];
        for (var at = 0; at < array.Length; at += ChunkElements * dtype.ItemSize)
        {
            var chunk = array.AsSpan(at, Math.Min(ChunkElements * dtype.ItemSize, array.Length - at));
            var decoded = values.AsSpan(0, chunk.Length / dtype.ItemSize);
            ElementConversion.ToDouble(chunk, dtype, decoded);
            var found = figure(decoded);
            result = result is { } before ? join(before, found) : found;
        }

        return result;
    }

    private int CountLesion(int index, byte[] array)
    {
        var dtype = _stacks.GetDType(_stacks.Names[index]);
        return dtype.ItemSize == 1
            ? array.Length - array.AsSpan().Count((byte)0)
            : (int)(Fold(index, array, values => values.Length - values.Count(0.0), (a, b) => a + b) ?? 0);
    }

    private delegate double ChunkFigure(ReadOnlySpan<double> values);
}
