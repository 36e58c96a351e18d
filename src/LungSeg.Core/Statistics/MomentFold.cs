using LungSeg.Core.Analysis;

namespace LungSeg.Core.Statistics;

/// <summary>Combines the moments of rows, in the order of the rows.</summary>
internal sealed class MomentFold
{
    private Int128 _exactSum;
    private Int128 _exactSquares;
    private CompensatedSum _sum;
    private double _deviations;

    public long Pixels { get; private set; }

    /// <summary>Whether all values so far are integers.</summary>
    public bool IsExact { get; private set; } = true;

    public double Mean => IsExact ? (double)_exactSum / Pixels : _sum.Value / Pixels;

    /// <summary>ddof 0.</summary>
    public double Std =>
        Math.Sqrt(IsExact ? (double)((Pixels * _exactSquares) - (_exactSum * _exactSum)) / Pixels / Pixels : _deviations / Pixels);

    public void Add(PixelMoments moments)
    {
        if (moments.Pixels == 0)
        {
            return;
        }

        // Chan, Golub and LeVeque 1983: combines the squared deviations of two sets by the difference of their means.
        if (Pixels > 0)
        {
            var distance = moments.Mean - (_sum.Value / Pixels);
            _deviations += distance * distance * ((double)Pixels * moments.Pixels / (Pixels + moments.Pixels));
        }

        _deviations += moments.Deviations;
        _sum.Add(moments.Sum);
        Pixels += moments.Pixels;
        if (moments.SumSquares is not { } squares)
        {
            IsExact = false;
            return;
        }

        _exactSum += (long)moments.Sum;
        _exactSquares += squares;
    }
}
