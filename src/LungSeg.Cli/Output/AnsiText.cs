using System.Globalization;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>How a word is shown.</summary>
internal enum TextStyle
{
    None,
    Bold,
    Error,
    Warning,
    Note,
}

/// <summary>Escape sequences of terminals, in the colours that the terminal has.</summary>
/// <remarks>The colours of words can be read on black and on white: each has a contrast of at least 4.3 to both.</remarks>
internal static class AnsiText
{
    public const string Reset = "\x1b[0m";
    private const string Escape = "\x1b[";
    private const int CubeSide = 6;
    private const int FirstCubeColor = 16;
    private const int FirstGrey = 232;
    private const int Greys = 24;

    /// <summary>The colours of errors, warnings and notes.</summary>
    public static IReadOnlyDictionary<TextStyle, RgbColor> Colors { get; } =
        new Dictionary<TextStyle, RgbColor>
        {
            [TextStyle.Error] = new(0xE4, 0x10, 0x10),
            [TextStyle.Warning] = new(0xA8, 0x62, 0x00),
            [TextStyle.Note] = new(0x20, 0x70, 0xE0),
        };

    /// <summary>A text in a style.</summary>
    public static string Style(string text, TextStyle style, TerminalColor color)
    {
        if (style == TextStyle.None || color == TerminalColor.None || text.Length == 0)
        {
            return text;
        }

        // Yellow of the 16 colours cannot be read on white, so a warning is magenta there.
        var code = (style, color) switch
        {
            (TextStyle.Bold, _) => "1",
            (TextStyle.Error, TerminalColor.Ansi16) => "31",
            (TextStyle.Warning, TerminalColor.Ansi16) => "35",
            (_, TerminalColor.Ansi16) => "34",
            _ => Code(Colors[style], isBackground: false, color),
        };
        return $"{Escape}{code}m{text}{Reset}";
    }

    /// <summary>The parameters of the sequence that sets a colour, in 256 colours or 24 bits.</summary>
    public static string Code(RgbColor rgb, bool isBackground, TerminalColor color)
    {
        var target = isBackground ? 48 : 38;
        return color == TerminalColor.TrueColor
            ? string.Create(CultureInfo.InvariantCulture, $"{target};2;{rgb.Red};{rgb.Green};{rgb.Blue}")
            : string.Create(CultureInfo.InvariantCulture, $"{target};5;{Nearest256(rgb)}");
    }

    /// <summary>The number of the most similar of the 256 colours of xterm, without the 16 that users set.</summary>
    public static int Nearest256(RgbColor rgb)
    {
        var (red, green, blue) = (NearestLevel(rgb.Red), NearestLevel(rgb.Green), NearestLevel(rgb.Blue));
        var inCube = Distance(rgb, Level(red), Level(green), Level(blue));
        var grey = Math.Clamp((((rgb.Red + rgb.Green + rgb.Blue) / 3) - 3) / 10, 0, Greys - 1);
        var shade = 8 + (10 * grey);
        return Distance(rgb, shade, shade, shade) < inCube
            ? FirstGrey + grey
            : FirstCubeColor + (CubeSide * CubeSide * red) + (CubeSide * green) + blue;
    }

    private static int Level(int index) => index == 0 ? 0 : 55 + (40 * index);

    private static int NearestLevel(int value) => Enumerable.Range(0, CubeSide).MinBy(index => Math.Abs(Level(index) - value));

    private static int Distance(RgbColor rgb, int red, int green, int blue) =>
        ((rgb.Red - red) * (rgb.Red - red)) + ((rgb.Green - green) * (rgb.Green - green)) + ((rgb.Blue - blue) * (rgb.Blue - blue));
}
