using System.Globalization;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Numbers as DICOM writes them in text, VR DS.</summary>
internal static class DecimalString
{
    private const int MaxLetters = 16;

    /// <summary>
    /// The shortest text that reads back as the number; where that is too long (PS3.5 6.2), the nearest one of 16 characters at most.
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
