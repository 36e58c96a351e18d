using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>A picture within the page.</summary>
internal static class Picture
{
    public static Markup Draw(byte[] jpeg, int side, string alternative) =>
        Markup.Format(
            $"<img src=\"data:image/jpeg;base64,{new Markup(Convert.ToBase64String(jpeg))}\" width=\"{side}\" height=\"{side}\" "
                + $"alt=\"{alternative}\">"
        );

    /// <summary>A small picture of a row, as a link to its large ones.</summary>
    public static Markup DrawSmall(ReportContent content, string row, RowPictures pictures, bool ofLesion)
    {
        var (jpeg, what) =
            ofLesion && pictures.SmallCrop is { } crop ? (crop, $"Lesion of {row}, outlined") : (pictures.SmallSlice, $"Slice of {row}");
        return Markup.Format($"<a class=\"zoom\" href=\"#{content.GetAnchor(row)}\">{Draw(jpeg, RowPictures.SmallSide, what)}</a>");
    }
}
