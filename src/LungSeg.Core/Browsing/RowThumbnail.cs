using LungSeg.Core.Analysis;
using LungSeg.Core.Imaging;
using LungSeg.Core.Reporting;

namespace LungSeg.Core.Browsing;

/// <summary>The small picture of a row in the grid.</summary>
public static class RowThumbnail
{
    /// <summary>Longest side, pixels.</summary>
    public const int Side = 224;

    /// <summary>
    /// A JPEG of the slice in the lung window with the lesion outlined; of a row without a slice, of its mask; null for a row without both.
    /// </summary>
    /// <param name="survey">The survey that the row belongs to.</param>
    /// <param name="position">Position of the row.</param>
    /// <exception cref="Bytes.DatasetFormatException">The row cannot be read.</exception>
    public static byte[]? Draw(RowSurvey survey, int position)
    {
        ArgumentNullException.ThrowIfNull(survey);
        var row = survey.Rows[position];
        using var analysis = RowAnalysis.Open(row, survey.Memory);
        if ((analysis.HuOld ?? analysis.Hu ?? analysis.Mask) is not { } shown)
        {
            return null;
        }

        var (height, width) = ((int)shown.Shape[0], (int)shown.Shape[1]);
        byte[] lesion = analysis.Mask?.HasShapeOf(shown) == true ? [.. analysis.Lesion] : [];
        var hu = ReferenceEquals(shown, analysis.Mask) ? new double[lesion.Length] : analysis.Read(shown);
        var window = row.Input.HoldsHu ? HuWindow.Lung : FindRange(hu);
        var picture = PictureCut.Render(height, width, hu, [], window);
        return PictureCut.Encode(new ContactSheetTile(picture, string.Empty) { Mask = lesion }, Side);
    }

    /// <summary>As <see cref="Draw"/>; null also for a row that cannot be read, of which the survey says why.</summary>
    internal static byte[]? TryDraw(RowSurvey survey, int position)
    {
        try
        {
            return Draw(survey, position);
        }
        catch (Bytes.DatasetFormatException)
        {
            return null;
        }
    }

    /// <summary>The range of grey values, which have no window.</summary>
    private static HuWindow FindRange(ReadOnlySpan<double> grey)
    {
        var scan = ValueScan.Count(grey);
        return double.IsFinite(scan.Min) && scan.Min < scan.Max ? new HuWindow(scan.Min, scan.Max) : HuWindow.Lung;
    }
}
