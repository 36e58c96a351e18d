using System.Globalization;
using System.Text;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>Turns a picture into lines of text: with colour, two pixels a character; without, a ramp of characters.</summary>
internal static class TerminalPicture
{
    private const string Escape = "\x1b[";
    private const string Reset = "\x1b[0m";
    private const char UpperHalfBlock = '\u2580';

    /// <summary>From dark to bright. The character of the outline is not in the ramp.</summary>
    private const string Ramp = " .:-=+*%@";
    private const char OutlineCharacter = '#';

    /// <summary>
    /// Renders a picture. It is scaled to the width before the lesion's outline is drawn, so that the outline is 1 px wide.
    /// </summary>
    /// <param name="picture">Picture without its outline.</param>
    /// <param name="mask">
    /// Lesion mask [row, col] of the picture's size, non-zero inside; empty for none. A scaled pixel is inside where any part of it is.
    /// </param>
    /// <param name="columns">Width in characters, at least 1. A narrower picture is not enlarged.</param>
    /// <param name="color">Colour of the output.</param>
    /// <returns>Lines, each with a line feed at its end, after a reset of colours where the line has colours.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is under 1.</exception>
    /// <exception cref="ArgumentException">The mask is not of the picture's size.</exception>
    public static string Render(RgbImage picture, ReadOnlySpan<byte> mask, int columns, TerminalColor color)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var width = Math.Min(columns, picture.Width);
        var height = (int)Math.Max(1, (((long)picture.Height * width) + (picture.Width / 2)) / picture.Width);
        // A character is about twice as high as wide, so it shows two pixels, or their mean.
        var characterRows = color == TerminalColor.None ? (height + 1) / 2 : height;
        var shown = Scaling.Area(picture, characterRows, width);
        var inside = mask.IsEmpty ? [] : Scaling.AnyOf(mask, new(picture.Height, picture.Width), new(characterRows, width));
        return color == TerminalColor.None ? WithCharacters(shown, inside) : WithHalfBlocks(shown, inside);
    }

    private static string WithCharacters(RgbImage picture, ReadOnlySpan<byte> mask)
    {
        var outline = new RgbImage(picture.Height, picture.Width);
        if (!mask.IsEmpty)
        {
            MaskDrawing.DrawOutline(outline, mask, RgbColor.LesionOutline, OutlineSide.Outer);
        }
        var text = new StringBuilder(picture.Height * (picture.Width + 1));
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                var isOutline = outline[row, column] != default;
                text.Append(isOutline ? OutlineCharacter : Ramp[picture[row, column].Luma * Ramp.Length / 256]);
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string WithHalfBlocks(RgbImage picture, ReadOnlySpan<byte> mask)
    {
        if (!mask.IsEmpty)
        {
            MaskDrawing.DrawOutline(picture, mask, RgbColor.LesionOutline, OutlineSide.Outer);
        }
        var text = new StringBuilder();
        for (var row = 0; row < picture.Height; row += 2)
        {
            RgbColor? foreground = null;
            RgbColor? background = null;
            for (var column = 0; column < picture.Width; column++)
            {
                var upper = picture[row, column];
                RgbColor? lower = row + 1 < picture.Height ? picture[row + 1, column] : null;
                // A space shows only the background, so the foreground colour is not set.
                var isPlain = lower == upper;
                SetColors(text, isPlain || foreground == upper ? null : upper, background == lower ? null : lower);
                foreground = isPlain ? foreground : upper;
                background = lower;
                text.Append(isPlain ? ' ' : UpperHalfBlock);
            }
            text.Append(Reset).Append('\n');
        }
        return text.ToString();
    }

    private static void SetColors(StringBuilder text, RgbColor? foreground, RgbColor? background)
    {
        if (foreground is null && background is null)
        {
            return;
        }
        text.Append(Escape);
        if (foreground is { } front)
        {
            AppendColor(text, 38, front);
        }
        if (background is { } back)
        {
            text.Append(foreground is null ? "" : ";");
            AppendColor(text, 48, back);
        }
        text.Append('m');
    }

    private static void AppendColor(StringBuilder text, int target, RgbColor color) =>
        text.Append(CultureInfo.InvariantCulture, $"{target};2;{color.Red};{color.Green};{color.Blue}");
}
