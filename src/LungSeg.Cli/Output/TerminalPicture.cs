using System.Globalization;
using System.Text;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>A picture as text: two pixels a character as truecolor half blocks, or a ramp of characters without colour.</summary>
internal static class TerminalPicture
{
    private const char UpperHalf = '\u2580';
    private const string Ramp = " .:-=+*#%@";
    private const string Reset = "\u001b[0m";

    /// <summary>Renders a picture; its rows are taken two by two.</summary>
    public static string Render(RgbImage image, bool color)
    {
        var text = new StringBuilder();
        for (var row = 0; row < image.Rows; row += 2)
        {
            if (color)
                HalfBlocks(text, image, row);
            else
                Letters(text, image, row);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void HalfBlocks(StringBuilder text, RgbImage image, int row)
    {
        (byte, byte, byte)? above = null, below = null;
        for (var column = 0; column < image.Columns; column++)
        {
            var upper = image[row, column];
            var lower = row + 1 < image.Rows ? image[row + 1, column] : default;
            if (upper != above)
                Color(text, 38, upper);
            if (lower != below)
                Color(text, 48, lower);
            (above, below) = (upper, lower);
            text.Append(UpperHalf);
        }

        text.Append(Reset);
    }

    private static void Color(StringBuilder text, int ground, (byte Red, byte Green, byte Blue) color) =>
        text.Append(CultureInfo.InvariantCulture, $"\u001b[{ground};2;{color.Red};{color.Green};{color.Blue}m");

    /// <summary>Without colour the outline, which is red, is drawn as O.</summary>
    private static void Letters(StringBuilder text, RgbImage image, int row)
    {
        for (var column = 0; column < image.Columns; column++)
        {
            var upper = image[row, column];
            var lower = row + 1 < image.Rows ? image[row + 1, column] : upper;
            if (upper.Red != upper.Green || lower.Red != lower.Green)
                text.Append('O');
            else
                text.Append(Ramp[(upper.Green + lower.Green) * (Ramp.Length - 1) / 510]);
        }
    }
}
