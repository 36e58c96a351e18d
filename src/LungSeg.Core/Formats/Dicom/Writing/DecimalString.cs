using System.Globalization;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Formats numbers as text of VR DS.</summary>
internal static class DecimalString
{
    private const int MaxLetters = 16;

    /// <summary>
    /// The shortest text that reads back as the number. Where it has over 16 characters (PS3.5 6.2), the number is rounded to fit.
    /// </summary>
    public static string Format(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        for (var digits = 15; text.Length > MaxLetters; digits--)
        {
            text = number.ToString(string.Create(CultureInfo.InvariantCulture, $"G{digits}"), CultureInfo.InvariantCulture);
        }
        return text;
    }
}
