using System.Globalization;
using LungSeg.Core.Conversion.Runs;

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
}

/// <summary>A column of what is known of rows except their pixels.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="GetValue">Reads the value of a row, of that type; null where it is missing.</param>
internal sealed record MetadataColumn(string Name, MetadataType Type, Func<ExportRow, object?> GetValue)
{
    /// <summary>Reads the value of a row as text, for formats without types; null where it is missing.</summary>
    public string? GetText(ExportRow row) =>
        GetValue(row) switch
        {
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var text => (string?)text,
        };
}
