namespace LungSeg.Core.Reporting.Predictions;

/// <summary>The words of the page on predicted masks. docs/evaluate.md has the definitions in full.</summary>
internal static class PredictionTerms
{
    public static Term Dice { get; } =
        new(
            "Dice",
            "2i / (p + t), with i the pixels of both masks, p those of the prediction and t those of the truth. Means are over rows. "
                + "IoU is i / (p + t − i), precision i / p, recall i / t."
        );

    public static Term Interval { get; } =
        new(
            "Interval",
            "95 % interval of a mean: the 2.5 and 97.5 percentiles of draws of groups with replacement (bootstrap). Slices of one scan are "
                + "alike, so that groups are drawn and not rows."
        );

    public static Term Group { get; } =
        new("Group", "Rows that belong together: slices of one scan, as lungseg split finds them, or the groups of a file.");

    public static Term Policy { get; } =
        new(
            "Policy",
            "What an overlap figure is where a mask is empty. nan: left out of the mean where it would divide by 0, as nnU-Net v2 does. "
                + "one, zero: that number where both masks are empty. skip_empty_truth: rows without truth are left out, as MONAI does. "
                + "Published tables that do not name theirs cannot be compared."
        );

    public static Term Distance { get; } =
        new(
            "Distances",
            "Between border pixels of both masks, in px, over rows where both have pixels. HD is the "
                + "largest (Hausdorff), HD95 the larger of "
                + "the two directed 95th percentiles (or of both joined, as medpy has it, where asked), ASSD the mean. NSD is surface Dice "
                + "at a tolerance: the share of both contours that lies within it of the other."
        );

    public static Term Found { get; } =
        new(
            "Lesions found",
            "8-connected parts of the truth that are matched one to one with parts of the prediction, by the greatest IoU from a threshold "
                + "on, or where their centre is predicted. Sensitivity is their share. False lesions are predicted parts without a match. "
                + "F1 is 2 found / (truth + predicted); PQ (panoptic quality) is F1 times the mean IoU of matches."
        );

    public static Term Froc { get; } =
        new(
            "FROC",
            "Highest sensitivity that a threshold of scores reaches with at most so many false lesions "
                + "a row. The score of a predicted lesion "
                + "is the greatest probability in it."
        );

    public static Term Difference { get; } =
        new(
            "Difference",
            "Mean of the first model less that of the second, on the same draws of groups (paired). "
                + "Where the interval holds 0 no difference "
                + "is shown. p is twice the smaller share of draws on either side of 0; with more than two models it is corrected for all "
                + "pairs of a figure (Holm)."
        );

    public static Term Leaked { get; } =
        new(
            "Leaked rows",
            "Rows that the models were trained on, or whose scan they were: figures of them say nothing about new patients."
        );

    public static Term Worst { get; } =
        new(
            "Worst rows",
            "Rows with the lowest Dice, mean of the models; among equals those with more wrong pixels first. One row a group, as long as "
                + "there are others."
        );

    public static Term Suspicion { get; } =
        new(
            "Suspicion",
            "How likely the truth is wrong rather than the predictions, 0 to 1: mean of what is known "
                + "of by how much models agree more with "
                + "one another than with the truth (Dice), of how little their probabilities trust the "
                + "truth near it (cleanlab's score), and of 1 − Dice of the truth with the area that half of the readers or more drew."
        );

    /// <summary>All terms of the page, in the order of their names.</summary>
    public static IReadOnlyList<Term> All { get; } =
        Term.Sort(
            Dice,
            Interval,
            Group,
            Policy,
            Distance,
            Found,
            Froc,
            Difference,
            Leaked,
            Worst,
            Suspicion,
            Glossary.Row,
            Glossary.Class,
            Glossary.Diameter,
            Glossary.Window
        );
}
