using LungSeg.Core.Grouping;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>The definitions of all figures on the page. docs/stats.md has them in full.</summary>
internal static class FigureDefinitions
{
    public static FigureDefinition Rows { get; } =
        new(
            "Rows",
            "Rows of all inputs that were asked for. A row is one CT slice with its mask and its label; its name is the file's "
                + "stem, a colon, and its position in the file from 0."
        );

    public static FigureDefinition WithLesion { get; } = new("With a lesion", "Rows whose mask has a pixel that is not 0.");

    public static FigureDefinition MedianLesion { get; } =
        new("Median lesion", "Median, over the rows with a lesion, of the number of pixels that are not 0 in the mask.");

    public static FigureDefinition Padding { get; } =
        new(
            "Padding",
            "Padding pixels / all pixels. Padding is what lies outside the scanner's circle: pixels equal to the slice's minimum "
                + "HU, if that is −1000 or less, in a 4-connected area of that value which contains an image corner and has 64 px "
                + "or more. No HU figure counts it."
        );

    public static FigureDefinition LesionKept { get; } =
        new(
            "Lesion kept",
            "1 − dropped lesion pixels / lesion pixels, as mean over the rows that have a lesion and both HU arrays. A pixel is "
                + "dropped where hu_array is 0 and hu_array_old is not."
        );

    public static FigureDefinition StoredOk { get; } =
        new(
            "Sound hu_array",
            "Rows whose stored hu_array is ok: neither the raw slice, nor the whole body, nor short of a lung. Each of these is "
                + "defined at the threshold outcomes."
        );

    public static FigureDefinition Findings { get; } =
        new(
            "Findings",
            "What the rules of lungseg validate find in these rows, each rule with its own severity: error (the data contradicts "
                + "what it claims to be), warning (figures made from it will suffer unless someone looks), note (worth knowing). "
                + "Ordered by severity, then by the number of rows."
        );

    public static FigureDefinition ClassBalance { get; } =
        new(
            "Class balance",
            "Rows by canonical Lung-RADS class (S and C left out), in the order of suspicion. unknown stands for labels that are "
                + "missing or not a Lung-RADS class."
        );

    public static FigureDefinition HuHistogram { get; } =
        new(
            "HU histogram",
            $"Pixels by HU in steps of {HistogramStep} HU, lower end included, from −1024 to 3072, as a share of all pixels of the "
                + "class that count. Padding, values that are not finite and, where hu_array is measured, dropped pixels do not count. "
                + "The thin line is all rows together."
        );

    public static FigureDefinition HuSummary { get; } =
        new(
            "HU",
            "Pooled over all pixels that count. Std with ddof 0. Percentiles as numpy.percentile (linear); none where a value is "
                + "not an integer. Tissue: air < −900 ≤ lung < −300 ≤ soft < 200 ≤ bone."
        );

    public static FigureDefinition Windows { get; } =
        new("Windows", "The HU range that grey values spread over: lung −1350 to 150, mediastinum −160 to 240, bone −450 to 1050.");

    public static FigureDefinition LesionSize { get; } =
        new(
            "Lesion size",
            "Diameter of the circle that has as many pixels as the lesion, 2·√(px / π). A bar counts rows from its lower end up "
                + "to, but without, its upper end."
        );

    public static FigureDefinition SizeThresholds { get; } =
        new(
            "Lung-RADS sizes",
            "ACR Lung-RADS v2022, solid nodules at baseline: under 6 mm is 2, 6 to under 8 mm is 3, 8 to under 15 mm is 4A, 15 mm "
                + "and more is 4B. Lung-RADS takes the mean of the long and the short axis of the whole nodule; the diameter here is of "
                + "one slice of it. Where the size of a pixel is not known, each threshold is drawn as the range it can have between "
                + $"{LungRadsSizes.MinSpacingText} and {LungRadsSizes.MaxSpacingText} mm a pixel: a field of view of 256 to 461 mm "
                + "over 512 pixels."
        );

    public static FigureDefinition LesionMap { get; } =
        new(
            "Lesion heat map",
            $"The slice is divided into {ChestMap.Cells} × {ChestMap.Cells} cells. A cell counts the rows whose lesion has a pixel "
                + "in it. Behind it lies the mean of the slices in the lung window. "
                + "Slices are laid over each other as they are, not registered."
        );

    public static FigureDefinition Side { get; } =
        new(
            "Side",
            "The lung, as the method refined finds it, that holds most of the lesion's pixels. Image left is where columns are "
                + "low: in a slice as scanners show it the patient's right. "
                + "Rows whose lesion touches neither lung count for neither side."
        );

    public static FigureDefinition Outcome { get; } =
        new(
            "Outcome",
            "How the published thresholding ends on hu_array_old. ok: two lungs kept. ok_two_kept: the same by its special case. "
                + "too_few: fewer than two contours are large enough. qhull_error: a contour has no convex hull. tie: hulls of equal "
                + "area. In the last three there is no mask."
        );

    public static FigureDefinition Stored { get; } =
        new(
            "Stored",
            "What the stored hu_array is, the first condition that is true. raw: equal to hu_array_old bit for bit. body_kept: half "
                + "or more of the largest area of −300 HU and more is kept. not_lung: over half of the pixels that are not 0 have −300 HU "
                + "or more. lung_lost: under half of one of the lungs that the method refined finds is "
                + "kept. ok: none of these conditions."
        );

    public static FigureDefinition LungShare { get; } =
        new("Lung share", "Pixels that are not dropped / all pixels, as mean over the rows with both HU arrays.");

    public static FigureDefinition Worst { get; } =
        new(
            "Worst rows",
            "Rows that lose some of their lesion, the lowest share kept first, larger lesions before smaller ones; then rows whose "
                + "stored hu_array is raw, body_kept, not_lung or lung_lost. Of slices of one scan the first is shown, as long as there "
                + "are others."
        );

    public static FigureDefinition Best { get; } =
        new(
            "Best rows",
            "Rows whose stored hu_array is ok and keeps every pixel of the lesion, the largest lesions first. Of slices of one "
                + "scan the first is shown, as long as there are others."
        );

    public static FigureDefinition Leakage { get; } =
        new(
            "Leakage",
            "Pairs of rows too alike to stand on both sides of a split. exact: equal pixel by pixel. shifted: the same slice "
                + "moved, mirrored or with changed values. neighbour: another slice of the same scan, close by. Likeness is the "
                + $"correlation of the slices' edges, 0 to 1; pairs from {LeakageThreshold} on are reported."
        );

    private static string HistogramStep => Html.Figures.Text(Analysis.HuHistogram.Step);

    private static string LeakageThreshold => Html.Figures.Text(new LeakageOptions().Threshold, "0.##");
}

/// <summary>Definition of a figure.</summary>
/// <param name="Name">Name of the figure on the page.</param>
/// <param name="Text">How the figure is computed.</param>
internal sealed record FigureDefinition(string Name, string Text)
{
    /// <summary>The definition as a section that is folded at first.</summary>
    public Markup Folded =>
        Markup.Format($"<details class=\"def\"><summary>Definition<span class=\"name\">: {Name}</span></summary><p>{Text}</p></details>");
}
