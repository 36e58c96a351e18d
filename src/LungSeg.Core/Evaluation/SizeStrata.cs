namespace LungSeg.Core.Evaluation;

/// <summary>Rows by the equivalent diameter of their largest lesion: in mm where every row has a spacing, else in px.</summary>
public sealed class SizeStrata
{
    /// <summary>Stratum of rows without a lesion.</summary>
    public const string None = "none";

    private static readonly double[] EdgesPx = [0, 10, 20];
    private static readonly double[] EdgesMm = [0, 6, 8, 15];
    private readonly double[] _edges;

    /// <param name="rows">All rows.</param>
    public SizeStrata(IReadOnlyList<JudgedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        IsMm = rows.Count > 0 && rows.All(row => row.SpacingMm is not null);
        _edges = IsMm ? EdgesMm : EdgesPx;
        Names = [.. _edges.Select((edge, i) => i + 1 < _edges.Length ? $"{edge}-{_edges[i + 1]}" : $"{edge}-"), None];
    }

    /// <summary>Whether diameters are in mm.</summary>
    public bool IsMm { get; }

    /// <summary>The strata, from small to large, then <see cref="None"/>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Lower ends of the strata.</summary>
    public IReadOnlyList<double> Edges => _edges;

    /// <summary>Equivalent diameter of a row's largest lesion, in mm where <see cref="IsMm"/>, else in px; null without one.</summary>
    public double? GetLength(JudgedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return IsMm && row.SpacingMm is { } mm ? row.LargestDiameterPx * Math.Sqrt(mm.RowMm * mm.ColumnMm) : row.LargestDiameterPx;
    }

    /// <summary>The stratum of a row.</summary>
    public string Get(JudgedRow row) => GetLength(row) is { } length ? Names[Array.FindLastIndex(_edges, edge => length >= edge)] : None;
}
