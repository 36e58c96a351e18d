using System.Buffers;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Reads the points of contours.</summary>
internal static class ContourPoints
{
    /// <summary>Coordinates beyond this are no place in a scanner, mm.</summary>
    private const double LargestMm = 1e9;

    /// <summary>Reads the points of a contour, mm; null where their text does not hold three finite numbers for each.</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed.</exception>
    public static Vector3D[]? Read(IByteSource source, RoiContour contour)
    {
        if (contour.Length is < 0 or > int.MaxValue / 2)
        {
            return null;
        }
        var text = ArrayPool<byte>.Shared.Rent((int)contour.Length);
        try
        {
            var bytes = text.AsSpan(0, (int)contour.Length);
            source.ReadExactly(contour.Offset, bytes, "the points of a contour");
            return Parse(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>Parses numbers with backslashes between them, x, y and z of each point. Writers pad them, and wrap them in lines.</summary>
    public static Vector3D[]? Parse(ReadOnlySpan<byte> text)
    {
        text = text.Trim("\0 \r\n\t"u8);
        if (text.IsEmpty)
        {
            return [];
        }
        var numbers = text.Count((byte)'\\') + 1;
        if (numbers % 3 != 0)
        {
            return null;
        }
        var points = new Vector3D[numbers / 3];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new Vector3D(Next(ref text), Next(ref text), Next(ref text));
            if (!points[i].IsFinite())
            {
                return null;
            }
        }

        return points;
    }

    /// <summary>The next number; NaN where it is none.</summary>
    private static double Next(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\\');
        var number = (end < 0 ? text : text[..end]).Trim("\0 \r\n\t"u8);
        text = end < 0 ? default : text[(end + 1)..];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= LargestMm
            ? value
            : double.NaN;
    }
}
