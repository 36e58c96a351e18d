using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Where the contours of an ROI lie on the slices at hand, and those that lie on none.</summary>
/// <param name="roi">The ROI.</param>
internal sealed class ContourMatch(Roi roi)
{
    private readonly SortedDictionary<string, int> _left = new(StringComparer.Ordinal);

    public Roi Roi => roi;

    /// <summary>The contours on each row.</summary>
    public Dictionary<int, List<(double X, double Y)[]>> Rings { get; } = [];

    /// <summary>Number of contours on slices.</summary>
    public int Placed { get; set; }

    /// <summary>Counts a contour that is not on a slice.</summary>
    /// <param name="reason">Why, as it follows a number of contours.</param>
    /// <param name="count">Number of such contours.</param>
    public void LeaveOut(string reason, int count = 1)
    {
        if (count > 0)
        {
            _left[reason] = _left.GetValueOrDefault(reason) + count;
        }
    }

    /// <summary>The contours by slice, and what is left out, in words.</summary>
    public string Describe()
    {
        var counted = string.Create(
            CultureInfo.InvariantCulture,
            $"ROI {PrintableText.Escape(roi.Name, 64)}: {Quantity.Of(Placed, "contour")} on {Rings.Count} "
                + $"{(Rings.Count == 1 ? "slice" : "slices")}"
        );
        var left = _left.Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Value} {found.Key}"));
        return counted
            + (_left.Count > 0 ? $", left out: {string.Join(", ", left)}" : string.Empty)
            + (roi.IsDescribed ? string.Empty : "; its number is that of no ROI with a name");
    }
}
