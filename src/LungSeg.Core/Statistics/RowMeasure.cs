using LungSeg.Core.Analysis;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>Collects the requested figures from the analysis of a row.</summary>
internal sealed class RowMeasure(StatisticsOptions options)
{
    private const FigureFamilies OfLesion = FigureFamilies.Lesion | FigureFamilies.Components | FigureFamilies.Position;

    /// <summary>Figures of a row. Figures for which an array is missing or too small stay null.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public RowStatistics Measure(RowAnalysis analysis)
    {
        var source = analysis.Row;
        var row = new RowStatistics
        {
            Row = source.Name,
            Label = source.LabelText,
            Class = source.ClassName ?? LungRads.Missing,
            Group = options.GetGroup?.Invoke(source),
        };
        var arrays = FittingArrays.Choose(analysis, options.Image, Asks(OfLesion));
        row = WithHu(analysis, arrays, row);
        if (Asks(FigureFamilies.Lesion) && arrays.HasBothHu)
        {
            row = row with { LungShare = 1 - ((double)analysis.DroppedPixels / arrays.Old!.Count) };
        }

        row = WithLungs(analysis, arrays, row);
        row = WithLesion(analysis, arrays, row);
        row = WithMethods(analysis, arrays, row);
        return Asks(FigureFamilies.Threshold) && arrays.CanThreshold
            ? row with
            {
                Outcome = analysis.Outcome,
                Stored = arrays.HasBothHu ? analysis.Stored : null,
            }
            : row;
    }

    private RowStatistics WithMethods(RowAnalysis analysis, FittingArrays arrays, RowStatistics row)
    {
        if (!Asks(FigureFamilies.Methods) || !arrays.CanThreshold || !analysis.HasMaskOfSlice || analysis.LesionPixels == 0)
        {
            return row;
        }

        var kept = analysis.MethodAreas.ToDictionary(area => area.Method, area => (double)area.LesionPixelsKept / analysis.LesionPixels);
        return row with
        {
            LesionKeptPublished = kept["published"],
            LesionKeptTwoLargest = kept["two-largest"],
            LesionKeptRefined = kept["refined"],
            LesionKeptHull = kept["hull"],
        };
    }

    private bool Asks(FigureFamilies family) => (options.Figures & family) != 0;

    private RowStatistics WithHu(RowAnalysis analysis, FittingArrays arrays, RowStatistics row)
    {
        if (!Asks(FigureFamilies.Hu) || arrays.Image is not { } image)
        {
            return row;
        }

        var figures = analysis.MeasureHu(arrays.Read(analysis, withDropped: arrays.MeasuresHu), image);
        var (moments, tissue) = (figures.Moments, figures.Tissue);
        return row with
        {
            HuPx = moments.Pixels,
            HuPaddingPx = figures.PaddingPixels,
            HuPaddingShare = (double)figures.PaddingPixels / image.Count,
            HuNonFinitePx = figures.NonFinitePixels,
            HuDroppedPx = arrays.MeasuresHu ? figures.DroppedPixels : null,
            HuMin = figures.Minimum,
            HuMax = figures.Maximum,
            HuMean = moments.Pixels > 0 ? moments.Mean : null,
            HuStd = moments.Pixels > 0 ? moments.Std : null,
            HuP01 = figures.Percentiles?[0],
            HuP05 = figures.Percentiles?[1],
            HuP50 = figures.Percentiles?[2],
            HuP95 = figures.Percentiles?[3],
            HuP99 = figures.Percentiles?[4],
            HuAirPx = tissue.Air,
            HuLungPx = tissue.Lung,
            HuSoftPx = tissue.Soft,
            HuBonePx = tissue.Bone,
            HuSum = moments.Sum,
            HuSumSquares = moments.SumSquares,
            HuSquaredDeviations = moments.SquaredDeviations,
        };
    }

    private RowStatistics WithLungs(RowAnalysis analysis, FittingArrays arrays, RowStatistics row)
    {
        if (!Asks(FigureFamilies.Position) || !arrays.CanThreshold)
        {
            return row;
        }

        row = row with { Lungs = analysis.Chest.Lungs.Count };
        if (arrays.Image is not { } image || row.Lungs == 0)
        {
            return row;
        }

        var lungs = PixelMoments.Compute(analysis.GetLungHu(arrays.Read(analysis, withDropped: arrays.MeasuresHu), image));
        return row with
        {
            LungHuPx = lungs.Pixels,
            LungHuMean = lungs.Pixels > 0 ? lungs.Mean : null,
            LungHuStd = lungs.Pixels > 0 ? lungs.Std : null,
            LungHuSum = lungs.Sum,
            LungHuSumSquares = lungs.SumSquares,
            LungHuSquaredDeviations = lungs.SquaredDeviations,
        };
    }

    private RowStatistics WithLesion(RowAnalysis analysis, FittingArrays arrays, RowStatistics row)
    {
        if (!arrays.HasMask || !Asks(OfLesion))
        {
            return row;
        }

        if (Asks(FigureFamilies.Lesion))
        {
            row = WithLesionSize(analysis, arrays, row);
        }

        if (Asks(FigureFamilies.Components))
        {
            var parts = analysis.LesionParts;
            row = row with
            {
                LesionComponents = parts.Components,
                LesionLargestPx = parts.LargestPixels,
                LesionHoles = parts.Holes,
                LesionHolePx = parts.HolePixels,
            };
        }

        if (!Asks(FigureFamilies.Position) || !arrays.CanThreshold || analysis.LesionBox is null)
        {
            return row;
        }

        var position = analysis.MeasureLesionPosition();
        return row with
        {
            LesionInLung = position.InLung,
            LesionSide = position.Side,
            PleuraMinPx = position.PleuraMinimumPx,
            PleuraMaxPx = position.PleuraMaximumPx,
        };
    }

    private RowStatistics WithLesionSize(RowAnalysis analysis, FittingArrays arrays, RowStatistics row)
    {
        if (analysis.LesionBox is not { } box)
        {
            return row with { LesionPx = 0 };
        }

        var (centreRow, centreColumn) = analysis.LesionCentre;
        var diameter = 2 * Math.Sqrt(analysis.LesionPixels / Math.PI);
        row = row with
        {
            LesionPx = analysis.LesionPixels,
            LesionDiameterPx = diameter,
            LesionDiameterMm = options.GetSpacing(analysis.Row) is { } spacing
                ? diameter * Math.Sqrt(spacing.RowMm * spacing.ColumnMm)
                : null,
            LesionTop = box.Top,
            LesionLeft = box.Left,
            LesionBottom = box.Bottom,
            LesionRight = box.Right,
            LesionRow = centreRow,
            LesionCol = centreColumn,
            LesionKept = arrays.HasBothHu ? analysis.LesionKept : null,
        };
        return arrays.Image is { } image
            ? WithLesionHu(analysis.MeasureLesionHu(arrays.Read(analysis, withDropped: true), image), row)
            : row;
    }

    private static RowStatistics WithLesionHu(LesionHu lesion, RowStatistics row)
    {
        var (inside, ring) = (lesion.Inside, lesion.Ring);
        return row with
        {
            LesionHuPx = inside.Pixels,
            LesionHuMin = inside.Pixels > 0 ? lesion.Minimum : null,
            LesionHuMax = inside.Pixels > 0 ? lesion.Maximum : null,
            LesionHuMean = inside.Pixels > 0 ? inside.Mean : null,
            LesionHuStd = inside.Pixels > 0 ? inside.Std : null,
            LesionHuSum = inside.Sum,
            LesionHuSumSquares = inside.SumSquares,
            LesionHuSquaredDeviations = inside.SquaredDeviations,
            RingPx = ring.Pixels,
            RingHuMean = ring.Pixels > 0 ? ring.Mean : null,
            LesionContrast = inside.Pixels > 0 && ring.Pixels > 0 ? inside.Mean - ring.Mean : null,
        };
    }
}
