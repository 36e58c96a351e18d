using LungSeg.Core.Datasets;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>Works out the figures of rows, one after another; keeps its working memory. For one thread at a time.</summary>
internal sealed class RowMeasure(StatisticsOptions options)
{
    private const int SmallestSide = 2;
    private byte[] _lesion = [];
    private byte[] _kept = [];
    private (int Rows, int Columns) _shape;
    private LesionMeasure? _lesionMeasure;
    private PositionMeasure? _position;
    private readonly ComponentMeasure _components = new();

    /// <summary>HU figures of the row measured last; its counts are those of that row.</summary>
    public HuMeasure Hu { get; } = new();

    /// <summary>Whether <see cref="Hu"/> holds counts of the row measured last.</summary>
    public bool HasHu { get; private set; }

    public RowStatistics Measure(DatasetRow source)
    {
        using var sample = source.Load();
        var row = Measure(sample);
        if (options.RowMeasured is { } rowMeasured && (options.Where?.Holds(row) ?? true))
            rowMeasured(sample);
        return row;
    }

    private RowStatistics Measure(CtSample sample)
    {
        var source = sample.Row;
        var pixels = new RowPixels(sample, options);
        SetShape(pixels.Rows, pixels.Columns);
        var row = new RowStatistics
        {
            Row = source.Name,
            Label = source.LabelText,
            Class = source.Label?.Class ?? GroupedRows.Unknown,
            Group = options.GroupOf?.Invoke(source),
        };
        HasHu = Asks(FigureFamilies.Hu) && !pixels.Image.IsEmpty;
        if (HasHu)
            row = Hu.Measure(pixels, row);
        else if (Asks(FigureFamilies.Lesion) && !pixels.Image.IsEmpty)
            Hu.FindPadding(pixels);
        if (Asks(FigureFamilies.Lesion) && !pixels.Hu.IsEmpty && !pixels.Old.IsEmpty)
            row = row with { LungShare = 1 - ((double)KeptArea.CountDropped(pixels.Hu, pixels.Old) / pixels.Old.Length) };

        LungComponents? lungs = null;
        row = OfLesion(sample, pixels, row, ref lungs);
        return Asks(FigureFamilies.Threshold) ? OfThreshold(pixels, row, ref lungs) : row;
    }

    private bool Asks(FigureFamilies family) => (options.Figures & family) != 0;

    private RowStatistics OfLesion(CtSample sample, RowPixels pixels, RowStatistics row, ref LungComponents? lungs)
    {
        if (pixels.MaskInfo is not { } mask || !Asks(FigureFamilies.Lesion | FigureFamilies.Components | FigureFamilies.Position))
            return row;
        Lesion.Read(sample, mask, _lesion);
        var box = LesionBox.Of(_lesion, pixels.Columns);
        if (Asks(FigureFamilies.Lesion))
        {
            var padding = pixels.Image.IsEmpty ? [] : Hu.Padding.Mask;
            row = box is { } of ? Lesions().Measure(pixels, _lesion, of, padding, row) : row with { LesionPx = 0 };
            if (row.LesionDiameterPx is { } diameter && options.SpacingOf(sample.Row) is { } spacing)
                row = row with { LesionDiameterMm = diameter * Math.Sqrt(spacing.RowMm * spacing.ColumnMm) };
        }

        if (Asks(FigureFamilies.Components))
        {
            var parts = box is { } of ? _components.Count(_lesion, of, pixels.Rows, pixels.Columns) : default;
            row = row with
            {
                LesionComponents = parts.Components,
                LesionLargestPx = parts.LargestPixels,
                LesionHoles = parts.Holes,
                LesionHolePx = parts.HolePixels,
            };
        }

        if (!Asks(FigureFamilies.Position) || !CanThreshold(pixels))
            return row;
        lungs = RefinedMasker.FindLungs(pixels.Old, pixels.Rows, pixels.Columns);
        row = row with { Lungs = lungs.Count };
        return box is { } place
            ? (_position ??= new PositionMeasure(pixels.Rows, pixels.Columns)).Measure(lungs, _lesion, place, row)
            : row;
    }

    private RowStatistics OfThreshold(RowPixels pixels, RowStatistics row, ref LungComponents? lungs)
    {
        if (!CanThreshold(pixels))
            return row;
        if (_kept.Length != pixels.Old.Length)
            _kept = new byte[pixels.Old.Length];
        row = row with { Outcome = LungMaskers.Published.Compute(pixels.Old, pixels.Rows, pixels.Columns, _kept) };
        if (pixels.Hu.IsEmpty)
            return row;
        KeptArea.Mark(pixels.Hu, pixels.Old, _kept);
        if (KeptArea.ClassifyWithoutLungs(pixels.Hu, pixels.Old, _kept) is { } stored)
            return row with { Stored = stored };
        lungs ??= RefinedMasker.FindLungs(pixels.Old, pixels.Rows, pixels.Columns);
        return row with { Stored = KeptArea.Classify(_kept, lungs) };
    }

    private static bool CanThreshold(RowPixels pixels) =>
        !pixels.Old.IsEmpty && pixels.Rows >= SmallestSide && pixels.Columns >= SmallestSide;

    private LesionMeasure Lesions() => _lesionMeasure ??= new LesionMeasure(_shape.Rows, _shape.Columns);

    private void SetShape(int rows, int columns)
    {
        if (_shape == (rows, columns))
            return;
        _shape = (rows, columns);
        _lesion = new byte[rows * columns];
        (_lesionMeasure, _position) = (null, null);
    }
}
