using LungSeg.Core.Grouping;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>The words of the page. docs/stats.md has the definitions in full.</summary>
internal static class Glossary
{
    public static Term Row { get; } =
        new("Row", "One CT slice with its mask and its label. Its name is the file's stem, a colon, and its position in the file from 0.");

    public static Term Lesion { get; } =
        new(
            "Lesion",
            "Pixels that are not 0 in the mask. A mask without one is empty; a lesion of 1 to 9 px is near-empty. Parts are 8-connected."
        );

    public static Term Padding { get; } =
        new(
            "Padding",
            "What lies outside the scanner's circle: pixels equal to the slice's minimum HU, if that is −1000 or less, in a 4-connected "
                + "area of that value which contains an image corner and has 64 px or more. No HU figure counts it. The share is padding "
                + "pixels / all pixels."
        );

    public static Term LesionKept { get; } =
        new(
            "Lesion kept",
            "1 − dropped lesion pixels / lesion pixels, as mean over the rows that have a lesion and both HU arrays. A pixel is dropped "
                + "where hu_array is 0 and hu_array_old is not. A row loses all of its lesion where this is 0, and some "
                + "where it is under 1."
        );

    public static Term Stored { get; } =
        new(
            "Stored hu_array",
            "What the hu_array in the file is, the first condition that is true. raw: equal to hu_array_old bit for bit. "
                + "body_kept: half or "
                + "more of the largest area of −300 HU and more is kept. not_lung: over half of the pixels that are not 0 have −300 HU or "
                + "more. lung_lost: under half of one of the lungs that the method refined finds is kept. ok: none of these; it is sound."
        );

    public static Term Outcome { get; } =
        new(
            "Outcome",
            "How the published thresholding ends on hu_array_old. ok: two lungs kept. ok_two_kept: the same by its special case. too_few: "
                + "fewer than two contours are large enough. qhull_error: a contour has no convex hull. tie: hulls of equal area. In the "
                + "last three there is no mask."
        );

    public static Term LungShare { get; } =
        new("Lung share", "Pixels that are not dropped / all pixels, as mean over the rows with both HU arrays.");

    public static Term Finding { get; } =
        new(
            "Finding",
            "What the rules of lungseg validate find in these rows, at the severities and limits in force: error (the data "
                + "contradicts what "
                + "it claims to be), warning (figures made from it will suffer unless someone looks), note (worth knowing)."
        );

    public static Term Class { get; } =
        new(
            "Class",
            "Canonical Lung-RADS class (S and C left out), in the order of suspicion. unknown stands for labels that are not a Lung-RADS "
                + "class, missing for rows without a label."
        );

    public static Term LungHu { get; } =
        new(
            "HU of the lung",
            "HU of the pixels that the method refined keeps, pooled over rows. Padding and values that are not finite do not count, nor do "
                + "dropped pixels where hu_array is measured. Std has ddof 0."
        );

    public static Term LesionHu { get; } =
        new(
            "HU of the lesion",
            "HU of the lesion's pixels, pooled over rows, counted as those of the lung. The contrast is the mean of a lesion "
                + "less that of the "
                + "pixels within 5 px around it, as mean over rows."
        );

    public static Term Diameter { get; } = new("Diameter", "Diameter of the circle that has as many pixels as the lesion, 2·√(px / π).");

    public static Term LungRadsSize { get; } =
        new(
            "Lung-RADS sizes",
            "ACR Lung-RADS v2022, solid nodules at baseline: under 6 mm is 2, 6 to under 8 mm is 3, 8 to under 15 mm is 4A, "
                + "15 mm and more is "
                + "4B. Lung-RADS takes the mean of the long and the short axis of the whole nodule; the diameter here is of one slice of "
                + "it. Where the size of a pixel is not known, each size is drawn as the range it can have between "
                + $"{LungRadsSizes.MinSpacingText} and {LungRadsSizes.MaxSpacingText} mm a pixel: a field of view of 256 to "
                + $"461 mm over 512 pixels."
        );

    public static Term Side { get; } =
        new(
            "Side",
            "The lung, as the method refined finds it, that holds most of the lesion's pixels. Image left is where columns are low: in a "
                + "slice as scanners show it the patient's right. Rows whose lesion touches neither lung count for neither side. The "
                + "distance is that of the lesion's pixel nearest to the lung's edge."
        );

    public static Term Worst { get; } =
        new(
            "Worst rows",
            "Rows with an error of their own first; then those that lose some of their lesion, the lowest share kept first, larger lesions "
                + "before smaller ones; then those whose stored hu_array is not sound; then those with warnings. Of slices of one scan the "
                + "first is shown, as long as there are others."
        );

    public static Term Best { get; } =
        new(
            "Best rows",
            "Rows without a finding of their own whose hu_array is sound and keeps the whole lesion, the largest lesions first."
        );

    public static Term Window { get; } =
        new(
            "Window",
            "The HU range that grey values spread over. Slices: the lung window, −1350 to 150. Crops of a lesion: two standard deviations "
                + "of its HU, and at least 200 HU, below and above its mean, so that it stands out from lung and from chest wall alike."
        );

    public static Term Leakage { get; } =
        new(
            "Leakage",
            "Pairs of rows too alike to stand on both sides of a split. exact: equal pixel by pixel. shifted: the same slice "
                + "moved, mirrored "
                + "or with changed values. neighbour: another slice of the same scan, close by. Likeness is the correlation of the slices' "
                + $"edges, 0 to 1; pairs from {Html.Figures.Text(new LeakageOptions().Threshold, "0.##")} on are reported."
        );

    public static Term Difference { get; } =
        new(
            "Difference",
            "Largest difference of the shares of rows up to any value (Kolmogorov and Smirnov), or with any word. Files differ where it is "
                + $"{Html.Figures.Text(100 * InputComparison.MinDistance)} % or more and more than rows drawn from one "
                + $"source show one time in a hundred. "
                + "Slices of one scan are alike, so chance does more than that where scans are few. Of more than two files "
                + "each is compared "
                + "with the others together."
        );

    /// <summary>All terms of the page on a data set, in the order of their names.</summary>
    public static IReadOnlyList<Term> All { get; } =
        Term.Sort(
            Row,
            Lesion,
            Padding,
            LesionKept,
            Stored,
            Outcome,
            LungShare,
            Finding,
            Class,
            LungHu,
            LesionHu,
            Diameter,
            LungRadsSize,
            Side,
            Worst,
            Best,
            Window,
            Leakage,
            Difference
        );
}

/// <summary>A word of the page and what it means.</summary>
/// <param name="Name">The word.</param>
/// <param name="Text">Its definition.</param>
internal sealed record Term(string Name, string Text)
{
    /// <summary>Anchor of the definition.</summary>
    public string Anchor => "term-" + Name.ToLowerInvariant().Replace(' ', '-');

    /// <summary>Terms in the order of their names.</summary>
    public static IReadOnlyList<Term> Sort(params IEnumerable<Term> terms) =>
        [.. terms.OrderBy(term => term.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The word as a link to its definition, with the definition as tooltip.</summary>
    public Markup Link => As(Name);

    /// <summary>Other words as such a link.</summary>
    public Markup As(string words) => Markup.Format($"<a class=\"term\" href=\"#{Anchor}\" title=\"{Text}\">{words}</a>");
}
