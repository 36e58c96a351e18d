namespace LungSeg.Core.Evaluation;

/// <summary>Values of rows, of which NaN counts for nothing.</summary>
internal static class KnownValues
{
    /// <summary>Mean of the values that are numbers; NaN where none is.</summary>
    public static double Mean(IEnumerable<double> values)
    {
        var known = values.Where(value => !double.IsNaN(value)).ToArray();
        return known.Length == 0 ? double.NaN : known.Sum() / known.Length;
    }
}
