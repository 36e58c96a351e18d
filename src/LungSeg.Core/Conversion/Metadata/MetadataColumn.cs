using System.Globalization;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>Type of the values of a <see cref="MetadataColumn"/>; each format maps it to one of its own.</summary>
internal enum MetadataType
{
    /// <summary><see cref="string"/>.</summary>
    Text,

    /// <summary><see cref="int"/>.</summary>
    Integer,

    /// <summary><see cref="double"/>.</summary>
    Real,

    /// <summary><see cref="long"/>.</summary>
    Long,

    /// <summary><see cref="bool"/>.</summary>
    Bool,

    /// <summary><see cref="DateValue"/>.</summary>
    Date,

    /// <summary><see cref="DurationValue"/>.</summary>
    Duration,
}

/// <summary>A column of what is known of rows except their pixels.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="GetValue">Reads the value of a row, of that type; null where it is missing.</param>
internal sealed record MetadataColumn(string Name, MetadataType Type, Func<ExportRow, object?> GetValue)
{
    /// <summary>numpy's type of the values, little endian; the default for texts.</summary>
    public DType ElementType { get; init; } =
        Type switch
        {
            MetadataType.Integer or MetadataType.Long => new DType('i', 8, ByteOrder.Little),
            MetadataType.Real => DType.Float64,
            MetadataType.Bool => new DType('b', 1, ByteOrder.None),
            MetadataType.Date => new DType('M', 8, ByteOrder.Little) { Unit = TimeUnit.Nanosecond },
            MetadataType.Duration => new DType('m', 8, ByteOrder.Little) { Unit = TimeUnit.Nanosecond },
            _ => default,
        };

    /// <summary>Whether it is written in one of pandas' nullable types even where no value is missing.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Time zone of dates, which are UTC; null where they have none.</summary>
    public string? Zone { get; init; }

    /// <summary>The categories that the values are of; null for other columns.</summary>
    public CategoryList? Categories { get; init; }

    /// <summary>
    /// Reads the value of a row as the Python object that it is in the input; null where the values of the column have one type.
    /// </summary>
    public Func<ExportRow, object?>? GetObject { get; init; }

    /// <summary>Digits of the second in the text of dates; null where all are days.</summary>
    public int? SecondDigits { get; init; } = 9;

    /// <summary>Reads the value of a row as text, for formats without types; null where it is missing.</summary>
    public string? GetText(ExportRow row) =>
        GetValue(row) switch
        {
            DateValue date => ToText(date),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            bool value => value ? "True" : "False",
            var text => (string?)text,
        };

    /// <summary>The text of a date in this column.</summary>
    public string ToText(DateValue date) => SecondDigits is { } digits ? date.ToText(digits) : date.ToDay();

    /// <summary>Reads the value of a row for documents: a text, number, truth value or null.</summary>
    public object? GetPlain(ExportRow row) => Type is MetadataType.Date or MetadataType.Duration ? GetText(row) : GetValue(row);
}
