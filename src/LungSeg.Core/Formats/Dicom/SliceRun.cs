using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Slices of one series and one direction, and how far from each of them a frame may lie.</summary>
internal sealed class SliceRun
{
    /// <summary>Positions within this distance are equal: files round them to few digits.</summary>
    public const double SamePositionMm = 0.01;

    private const double Rounding = 1e-6;

    /// <param name="slices">All slices.</param>
    /// <param name="rows">Those of the run, which have places.</param>
    public SliceRun(IReadOnlyList<CtSlice> slices, IEnumerable<int> rows)
    {
        Slices = [.. rows.Select(row => (row, slices[row].Plane.GetPlace(slices[row].Plane.SpacingMm ?? default)!))];
        var positions = Slices.Select(slice => slice.Place.Origin.Dot(Normal)).Order().ToArray();
        var steps = positions.Zip(positions.Skip(1), (a, b) => b - a).Where(step => step > SamePositionMm);
        StepMm = steps.DefaultIfEmpty(double.NaN).Min();
        ReachMm = (double.IsNaN(StepMm) ? MaskPlacement.SingleSliceMm : StepMm / 2) + Rounding;
    }

    /// <summary>The runs of slices that have a place.</summary>
    /// <param name="slices">All slices.</param>
    /// <param name="isTaken">Whether a slice is taken, of those that have position and orientation.</param>
    public static IEnumerable<SliceRun> FromSlices(IReadOnlyList<CtSlice> slices, Func<CtSlice, bool> isTaken) =>
        Enumerable
            .Range(0, slices.Count)
            .Where(row => slices[row].Plane.GetPlace(default) is not null && isTaken(slices[row]))
            .GroupBy(row => (slices[row].SeriesUid, slices[row].FrameOfReferenceUid, SlicePlace.Join(slices[row].Plane.Orientation!)))
            .Select(rows => new SliceRun(slices, rows));

    public IReadOnlyList<(int Row, SlicePlace Place)> Slices { get; }

    public Vector3D Normal => Slices[0].Place.Normal;

    /// <summary>Least distance of two slices; NaN where all lie at one position.</summary>
    public double StepMm { get; }

    /// <summary>Distance along the normal up to which a frame belongs to a slice.</summary>
    public double ReachMm { get; }

    /// <summary>Whether points lie in a plane of the run, through their centre, but for rounding.</summary>
    public bool Holds(ReadOnlySpan<Vector3D> points, Vector3D centre)
    {
        foreach (var point in points)
        {
            if (!(Math.Abs((point - centre).Dot(Normal)) <= MaskPlacement.SingleSliceMm))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The slices nearest to a point, which lie within reach; several where their positions are equal.</summary>
    public IEnumerable<(int Row, SlicePlace Place, double Distance)> Find(Vector3D point)
    {
        var near = Slices
            .Select(slice => (slice.Row, slice.Place, Distance: Math.Abs((point - slice.Place.Origin).Dot(Normal))))
            .Where(slice => slice.Distance <= ReachMm)
            .ToArray();
        return near.Where(slice => slice.Distance <= near.Min(other => other.Distance) + SamePositionMm);
    }
}
