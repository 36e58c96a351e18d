using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Parquet;

namespace LungSeg.Core.Datasets.Collections;

/// <summary>Type of a column of records.</summary>
internal enum RecordKind
{
    Text,
    Number,
    Integer,
    Flag,
}

/// <summary>A column of records.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Get">Gets a record's value: string, double, int or bool, or null.</param>
internal sealed record RecordField<T>(string Name, RecordKind Kind, Func<T, object?> Get)
{
    /// <summary>A column of Parquet for it.</summary>
    public ParquetColumn CreateColumn() =>
        Kind switch
        {
            RecordKind.Number => new ParquetNumbers<double>(Name),
            RecordKind.Integer => new ParquetNumbers<int>(Name),
            RecordKind.Flag => new ParquetNumbers<bool>(Name),
            _ => new ParquetTexts(Name),
        };

    /// <summary>numpy's name of the type that the column has in Parquet.</summary>
    public string Storage =>
        Kind switch
        {
            RecordKind.Number => "float64",
            RecordKind.Integer => "int32",
            RecordKind.Flag => "bool",
            _ => "str",
        };

    /// <summary>The value of a cell of that column.</summary>
    public object? GetValue(Cell cell) => Kind == RecordKind.Integer && cell.Value is long number ? (int)number : cell.Value;
}
