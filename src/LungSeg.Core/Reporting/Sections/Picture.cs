using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>A picture within the page.</summary>
internal static class Picture
{
    public static Markup Draw(byte[] jpeg, string alternative) =>
        Markup.Format(
            $"<img src=\"data:image/jpeg;base64,{new Markup(Convert.ToBase64String(jpeg))}\" width=\"{RowPictures.Side}\" "
                + $"height=\"{RowPictures.Side}\" alt=\"{alternative}\">"
        );
}
