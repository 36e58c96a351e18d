namespace LungSeg.Core.Imaging;

/// <summary>Draws short ASCII labels with a built-in 5 x 7 pixel font.</summary>
/// <remarks>
/// The image library draws text with system fonts, which differ between machines and are missing in containers; labels must be the same
/// bytes on every machine. Characters outside printable ASCII are drawn as a box.
/// </remarks>
public static class PixelFont
{
    /// <summary>Height of a glyph in pixels, at scale 1.</summary>
    public const int GlyphRows = 7;

    /// <summary>Width of a character cell in pixels, at scale 1: a glyph of 5 and a gap of 1.</summary>
    public const int CellColumns = 6;

    private const int GlyphColumns = 5;
    private const char FirstCharacter = ' ';
    private const string Box = "VHHHHHV";

    /// <summary>From space to tilde, seven digits a glyph: one digit in base 32 for each row, its highest bit the leftmost pixel.</summary>
    private const string Glyphs =
        "0000000"
        + "4444404"
        + "AAA0000"
        + "AAVAVAA"
        + "4FKE5U4"
        + "OP248J3"
        + "CIK8LID"
        + "4400000"
        + "2488842"
        + "8422248"
        + "04LEL40"
        + "044V440"
        + "0000C48"
        + "000V000"
        + "00000CC"
        + "01248G0"
        + "EHJLPHE"
        + "4C4444E"
        + "EH1248V"
        + "V2421HE"
        + "26AIV22"
        + "VGU11HE"
        + "68GUHHE"
        + "V124888"
        + "EHHEHHE"
        + "EHHF12C"
        + "0CC0CC0"
        + "0CC0C48"
        + "248G842"
        + "00V0V00"
        + "8421248"
        + "EH12404"
        + "EH1DLLE"
        + "EHHVHHH"
        + "UHHUHHU"
        + "EHGGGHE"
        + "SIHHHIS"
        + "VGGUGGV"
        + "VGGUGGG"
        + "EHGNHHF"
        + "HHHVHHH"
        + "E44444E"
        + "72222IC"
        + "HIKOKIH"
        + "GGGGGGV"
        + "HRLLHHH"
        + "HHPLJHH"
        + "EHHHHHE"
        + "UHHUGGG"
        + "EHHHLID"
        + "UHHUKIH"
        + "FGGE11U"
        + "V444444"
        + "HHHHHHE"
        + "HHHHHA4"
        + "HHHLLLA"
        + "HHA4AHH"
        + "HHHA444"
        + "V1248GV"
        + "E88888E"
        + "0G84210"
        + "E22222E"
        + "4AH0000"
        + "000000V"
        + "8420000"
        + "00E1FHF"
        + "GGMPHHU"
        + "00EGGHE"
        + "11DJHHF"
        + "00EHVGE"
        + "698S888"
        + "0FHHF1E"
        + "GGMPHHH"
        + "40C444E"
        + "20622IC"
        + "GGIKOKI"
        + "C44444E"
        + "00QLLHH"
        + "00MPHHH"
        + "00EHHHE"
        + "00UHUGG"
        + "00DJF11"
        + "00MPGGG"
        + "00EGE1U"
        + "88S8896"
        + "00HHHJD"
        + "00HHHA4"
        + "00HHLLA"
        + "00HA4AH"
        + "00HHF1E"
        + "00V248V"
        + "2448442"
        + "4444444"
        + "8442448"
        + "008L200";

    /// <summary>Width of a label in pixels.</summary>
    /// <param name="text">Label, one line.</param>
    /// <param name="scale">Width and height in pixels of a font pixel.</param>
    /// <returns>Width, without the gap after the last character.</returns>
    public static int Measure(ReadOnlySpan<char> text, int scale = 1) => text.IsEmpty ? 0 : ((text.Length * CellColumns) - 1) * scale;

    /// <summary>Draws a label, clipped to the picture.</summary>
    /// <param name="image">Picture to draw on.</param>
    /// <param name="position">Row and column of the label's upper left pixel.</param>
    /// <param name="text">Label, one line.</param>
    /// <param name="color">Colour of the glyphs; the background is unchanged.</param>
    /// <param name="scale">Width and height in pixels of a font pixel, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is under 1.</exception>
    public static void Draw(RgbImage image, (int Row, int Column) position, ReadOnlySpan<char> text, RgbColor color, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var glyph = GetGlyph(text[i]);
            var left = position.Column + (i * CellColumns * scale);
            for (var row = 0; row < GlyphRows * scale; row++)
            {
                var bits = GetDigit(glyph[row / scale]);
                for (var column = 0; column < GlyphColumns * scale; column++)
                {
                    if ((bits >> (GlyphColumns - 1 - (column / scale)) & 1) != 0)
                    {
                        Set(image, position.Row + row, left + column, color);
                    }
                }
            }
        }
    }

    private static ReadOnlySpan<char> GetGlyph(char character)
    {
        var index = character - FirstCharacter;
        return index >= 0 && index < Glyphs.Length / GlyphRows ? Glyphs.AsSpan(index * GlyphRows, GlyphRows) : Box;
    }

    private static int GetDigit(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;

    private static void Set(RgbImage image, int row, int column, RgbColor color)
    {
        if ((uint)row < (uint)image.Height && (uint)column < (uint)image.Width)
        {
            image[row, column] = color;
        }
    }
}
