using LungSeg.Core.Analysis;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>HU of lesions and lungs as histograms, by input and class.</summary>
/// <remarks>Rows may be added from several threads. The counts are integers, so the order does not matter.</remarks>
internal sealed class AreaHistograms(StatisticsOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Input, string Class, bool IsLung), HuHistogram> _of = [];

    /// <summary>Adds a row.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public void Add(RowAnalysis analysis)
    {
        var arrays = FittingArrays.Choose(analysis, options.Image, needsMask: true);
        if (arrays.Image is not { } image)
        {
            return;
        }

        var pixels = arrays.Read(analysis, withDropped: arrays.MeasuresHu);
        if (options.Figures.HasFlag(FigureFamilies.Lesion) && arrays.HasMask)
        {
            Add(analysis, isLung: false, analysis.GetLesionHu(pixels, image));
        }

        if (options.Figures.HasFlag(FigureFamilies.Position) && arrays.CanThreshold)
        {
            Add(analysis, isLung: true, analysis.GetLungHu(pixels, image));
        }
    }

    /// <summary>The histogram of an area, of all inputs or of one, of all classes or of one.</summary>
    public HuHistogram Get(bool isLung, string? input, string? className)
    {
        var sum = new HuHistogram();
        foreach (var (key, histogram) in _of)
        {
            if (key.IsLung == isLung && (input is null || input == key.Input) && (className is null || className == key.Class))
            {
                sum.Add(histogram);
            }
        }

        return sum;
    }

    private void Add(RowAnalysis analysis, bool isLung, ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var own = new HuHistogram();
        own.Add(values);
        var key = (analysis.Row.Input.Stem, analysis.Row.ClassName ?? Model.LungRads.Missing, isLung);
        lock (_gate)
        {
            if (!_of.TryGetValue(key, out var histogram))
            {
                _of.Add(key, histogram = new HuHistogram());
            }

            histogram.Add(own);
        }
    }
}
