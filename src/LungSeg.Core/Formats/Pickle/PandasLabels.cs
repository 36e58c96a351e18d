using System.Globalization;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The labels of a pandas index as text: names of columns, or categories. Each is computed when it is read.</summary>
internal sealed class PandasLabels
{
    private readonly TableColumn? _values;
    private readonly long _start;
    private readonly long _step;

    private PandasLabels(long count, TableColumn? values, long start, long step)
    {
        Count = count;
        _values = values;
        _start = start;
        _step = step;
    }

    public long Count { get; }

    /// <summary>The label at <paramref name="index"/>; empty where it is missing, or neither text nor number.</summary>
    public string this[long index] =>
        Convert.ToString(_values is null ? _start + (index * _step) : _values[index].Value, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Labels from a column of values.</summary>
    public static PandasLabels FromValues(long count, TableColumn values) => new(count, values, 0, 0);

    /// <summary>Labels <paramref name="start"/>, <paramref name="start"/> + <paramref name="step"/> and so on.</summary>
    public static PandasLabels Range(long count, long start, long step) => new(count, null, start, step);
}
