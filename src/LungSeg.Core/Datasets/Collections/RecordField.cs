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

    /// <summary>Its values in a row group.</summary>
    public IReadOnlyList<object?> ReadColumn(ParquetTableReader reader, int group) =>
        Kind switch
        {
            RecordKind.Number => [.. reader.Numbers<double>(group, Name).Select(value => (object?)value)],
            RecordKind.Integer => [.. reader.Numbers<int>(group, Name).Select(value => (object?)value)],
            RecordKind.Flag => [.. reader.Numbers<bool>(group, Name).Select(value => (object?)value)],
            _ => reader.Texts(group, Name),
        };
}
