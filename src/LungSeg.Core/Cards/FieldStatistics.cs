using LungSeg.Core.Model;

namespace LungSeg.Core.Cards;

/// <summary>Measured statistics of fields.</summary>
internal static class FieldStatistics
{
    /// <summary>Statistics of the slices and masks of all rows.</summary>
    public static IReadOnlyList<FieldStatistic> OfRows(CardFacts? facts) =>
        facts is null
            ? []
            : [new FieldStatistic("count", "Number of rows", facts.Summary.Rows), .. OfHu(facts, "hu_"), .. OfLesion(facts, "lesion_px_")];

    /// <summary>Statistics of a column: of HU before the conversion, of lesions where slices keep their size.</summary>
    public static IReadOnlyList<FieldStatistic> OfColumn(string column, CardFacts? facts, OutputDescription output)
    {
        var isScaled = output.GetParameter("size") is not null || output.GetParameter("lesion_crop") is not null;
        return facts is null ? []
            : column is DatasetColumns.HuOld && output.GetParameter("image") is null or DatasetColumns.HuOld ? OfHu(facts, string.Empty)
            : column is "lesion_px" or DatasetColumns.Mask && !isScaled ? OfLesion(facts, string.Empty)
            : [];
    }

    private static FieldStatistic[] OfHu(CardFacts facts, string prefix)
    {
        var hu = facts.Statistics.Overall.Hu;
        const string Of = "of hu_array_old, HU, without padding";
        return hu.Pixels == 0 || !facts.HoldsHu
            ? []
            : Filter(
                prefix,
                ("minimum", $"Minimum {Of}", hu.Min),
                ("mean", $"Mean {Of}", hu.Mean),
                ("standard_deviation", $"Standard deviation {Of}", hu.Std),
                ("percentile_1", $"1st percentile {Of}", hu.P01),
                ("median", $"Median {Of}", hu.P50),
                ("percentile_99", $"99th percentile {Of}", hu.P99),
                ("maximum", $"Maximum {Of}", hu.Max),
                ("padding_share", "Padding pixels by all pixels of hu_array_old", hu.PaddingShare)
            );
    }

    private static FieldStatistic[] OfLesion(CardFacts facts, string prefix)
    {
        const string Of = "of the lesion's pixels, over rows with a lesion";
        var pixels = facts.Statistics.Overall.Lesion.Pixels;
        return Filter(
            prefix,
            ("rows", "Rows with a lesion", facts.Statistics.Overall.Lesion.RowsWith),
            ("minimum", $"Minimum {Of}", pixels?.Min),
            ("median", $"Median {Of}", pixels?.Median),
            ("mean", $"Mean {Of}", pixels?.Mean),
            ("maximum", $"Maximum {Of}", pixels?.Max)
        );
    }

    private static FieldStatistic[] Filter(string prefix, params (string Name, string Description, double? Value)[] figures) =>
        [
            .. figures
                .Where(figure => figure.Value is { } value && double.IsFinite(value))
                .Select(figure => new FieldStatistic(prefix + figure.Name, figure.Description, figure.Value!.Value)),
        ];
}
