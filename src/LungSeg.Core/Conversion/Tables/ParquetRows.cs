using System.Numerics.Tensors;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Stacks;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Tables;

/// <summary>Rows as columns of a Parquet table: names, labels and figures, and each array as bytes beside its dtype.</summary>
internal sealed class ParquetRows
{
    private readonly StackColumns _stacks;
    private readonly List<(ParquetColumn Column, Action<ExportRow, byte[][]> Add)> _columns = [];

    public ParquetRows(ExportRun run, StackColumns stacks)
    {
        _stacks = stacks;
        foreach (var column in run.Metadata.RowColumns)
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

    /// <summary>Adds a row to each column.</summary>
    /// <param name="row">The row.</param>
    /// <param name="arrays">Bytes of its arrays, in the order of the stacks.</param>
    public void Add(ExportRow row, byte[][] arrays)
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

    private void AddNumber<T>(string name, Func<ExportRow, byte[][], T?> value)
        where T : struct
    {
        var column = new ParquetNumbers<T>(name);
        _columns.Add((column, (row, arrays) => column.Add(value(row, arrays))));
    }

    private void AddMetadata(MetadataColumn column)
    {
        switch (column.Type)
        {
            case MetadataType.Integer:
                AddNumber(column.Name, (row, _) => (int?)column.GetValue(row));
                break;
            case MetadataType.Real:
                AddNumber(column.Name, (row, _) => (double?)column.GetValue(row));
                break;
            default:
                AddText(column.Name, column.GetText);
                break;
        }
    }

    private void AddFigures()
    {
        if (_stacks.Names.IndexOf(DatasetColumns.Mask) is >= 0 and var mask)
        {
            AddNumber<int>("lesion_px", (_, arrays) => Values(mask, arrays).Count(value => value != 0));
        }

        var image = Math.Max(_stacks.Names.IndexOf(DatasetColumns.Hu), _stacks.Names.IndexOf(DatasetColumns.HuOld));
        if (image < 0)
        {
            return;
        }

        AddNumber<double>("hu_min", (_, arrays) => Exact(image, arrays, values => TensorPrimitives.Min<double>(values)));
        AddNumber<double>("hu_max", (_, arrays) => Exact(image, arrays, values => TensorPrimitives.Max<double>(values)));
    }

    private void AddArray(int index)
    {
        var name = _stacks.Names[index];
        var column = new ParquetBinary(name);
        _columns.Add((column, (_, arrays) => column.Add(arrays[index])));
        AddText(name + "_dtype", _ => _stacks.GetDType(name).Name);
    }

    /// <summary>A figure of an array; missing where float64 does not hold its integers.</summary>
    private double? Exact(int index, byte[][] arrays, Func<double[], double> figure) =>
        ElementConversion.FindRounded(arrays[index], _stacks.GetDType(_stacks.Names[index])) < 0 ? figure(Values(index, arrays)) : null;

    private double[] Values(int index, byte[][] arrays)
    {
        var dtype = _stacks.GetDType(_stacks.Names[index]);
        var values = new double[arrays[index].Length / dtype.ItemSize];
        ElementConversion.ToDouble(arrays[index], dtype, values);
        return values;
    }
}
