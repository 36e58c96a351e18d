using System.Globalization;
using System.Text;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Yolo;

/// <summary>
/// Label files of YOLO segmentation: a line for each polygon, with its class and its corners relative to width and height.
/// </summary>
internal static class YoloLabels
{
    // 1e-9 of the longest side is too small to move a border across the centre of a pixel.
    private const string Share = "0.#########";

    /// <summary>One line, without line feed.</summary>
    public static string Line(int category, ReadOnlySpan<PixelCorner> polygon, int height, int width)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{category}");
        foreach (var corner in polygon)
        {
            line.Append(' ').Append(((double)corner.X / width).ToString(Share, CultureInfo.InvariantCulture));
            line.Append(' ').Append(((double)corner.Y / height).ToString(Share, CultureInfo.InvariantCulture));
        }

        return line.ToString();
    }

    /// <summary>Fills the polygons of a label file, all classes alike.</summary>
    /// <returns>False where a line is not a polygon.</returns>
    public static bool TryFill(string text, Span<byte> mask, int width)
    {
        var height = mask.Length / width;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            if (fields.Length < 7 || fields.Length % 2 == 0)
            {
                return false;
            }
            var polygon = new (double X, double Y)[fields.Length / 2];
            for (var i = 0; i < polygon.Length; i++)
            {
                if (!TryShare(fields[(2 * i) + 1], out var x) || !TryShare(fields[(2 * i) + 2], out var y))
                {
                    return false;
                }
                polygon[i] = (x * width, y * height);
            }

            PolygonRaster.Fill(polygon, mask, width);
        }

        return true;
    }

    /// <summary>Reads the classes of a label file, each once, with commas between them.</summary>
    public static string ReadCategories(string text) =>
        string.Join(',', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Distinct());

    private static bool TryShare(string field, out double share) =>
        double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1;
}
