using System.Text;
using LungSeg.Core.Imaging;

namespace LungSeg.Cli.Output;

/// <summary>
/// Turns a picture into lines of text: in 256 colours or 24 bits, two pixels a character; else a ramp of characters, in which 16 colours
/// mark the outline.
/// </summary>
internal static class TerminalPicture
{
    private const string Escape = "\x1b[";
    private const char UpperHalfBlock = '\u2580';

    /// <summary>From dark to bright. The character of the outline is not in the ramp.</summary>
    private const string Ramp = " .:-=+*%@";
    private const string OutlineCharacter = "#";

    /// <summary>
    /// Renders a picture. It is scaled to the terminal before the lesion's outline is drawn, so that the outline is 1 px wide.
    /// </summary>
    /// <param name="picture">Picture without its outline.</param>
    /// <param name="mask">
    /// Lesion mask [row, col] of the picture's size, non-zero inside; empty for none. A scaled pixel is inside where any part of it is.
    /// </param>
    /// <param name="columns">Width in characters, at least 1. A narrower picture is not enlarged.</param>
    /// <param name="color">Colours of the output.</param>
    /// <param name="lines">Height in lines, at least 1; null for any.</param>
    /// <returns>Lines, each with a line feed at its end, after a reset of colours where the line has colours.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width or height is under 1.</exception>
    /// <exception cref="ArgumentException">The mask is not of the picture's size.</exception>
    public static string Render(RgbImage picture, ReadOnlySpan<byte> mask, int columns, TerminalColor color, int? lines = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lines ?? 1, 1, nameof(lines));
        var width = Math.Min(columns, picture.Width);
        if (lines is { } most)
        {
            width = (int)Math.Clamp(2L * most * picture.Width / picture.Height, 1, width);
        }

        var height = (int)Math.Max(1, (((long)picture.Height * width) + (picture.Width / 2)) / picture.Width);
        // A character is about twice as high as wide, so it shows two pixels, or their mean.
        var isRamp = color < TerminalColor.Ansi256;
        var characterRows = isRamp ? (height + 1) / 2 : height;
        var shown = Scaling.Area(picture, characterRows, width);
        var inside = mask.IsEmpty ? [] : Scaling.AnyOf(mask, new(picture.Height, picture.Width), new(characterRows, width));
        return isRamp ? WithCharacters(shown, inside, color) : WithHalfBlocks(shown, inside, color);
    }

    private static string WithCharacters(RgbImage picture, ReadOnlySpan<byte> mask, TerminalColor color)
    {
        var outline = new RgbImage(picture.Height, picture.Width);
        if (!mask.IsEmpty)
        {
            MaskDrawing.DrawOutline(outline, mask, RgbColor.LesionOutline, OutlineSide.Outer);
        }
        var mark = AnsiText.Style(OutlineCharacter, TextStyle.Error, color);
        var text = new StringBuilder(picture.Height * (picture.Width + 1));
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                var isOutline = outline[row, column] != default;
                text.Append(isOutline ? mark : Ramp[picture[row, column].Luma * Ramp.Length / 256].ToString());
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string WithHalfBlocks(RgbImage picture, ReadOnlySpan<byte> mask, TerminalColor color)
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
                SetColors(text, isPlain || foreground == upper ? null : upper, background == lower ? null : lower, color);
                foreground = isPlain ? foreground : upper;
                background = lower;
                text.Append(isPlain ? ' ' : UpperHalfBlock);
            }
            text.Append(AnsiText.Reset).Append('\n');
        }
        return text.ToString();
    }

    private static void SetColors(StringBuilder text, RgbColor? foreground, RgbColor? background, TerminalColor color)
    {
        if (foreground is null && background is null)
        {
            return;
        }
        text.Append(Escape);
        if (foreground is { } front)
        {
            text.Append(AnsiText.Code(front, isBackground: false, color));
        }
        if (background is { } back)
        {
            text.Append(foreground is null ? "" : ";");
            text.Append(AnsiText.Code(back, isBackground: true, color));
        }
        text.Append('m');
    }
}
