using LungSeg.Thresholding.Refinement;

namespace LungSeg.Thresholding;

/// <summary>Where body and lungs of one slice are, as the refined method sees them.</summary>
public sealed class ChestAreas
{
    private readonly byte[] _body;

    private ChestAreas(byte[] body, LungComponents lungs) => (_body, Lungs) = (body, lungs);

    /// <summary>
    /// 1 inside the body with all it encloses, without a table that touches it; 0 elsewhere. [row, col] in C order; all 0 where there is no
    /// tissue.
    /// </summary>
    public ReadOnlySpan<byte> Body => _body;

    /// <summary>The lungs, none to two, the larger first.</summary>
    public LungComponents Lungs { get; }

    /// <summary>Finds body and lungs of one slice.</summary>
    /// <param name="hu">HU values, [row, col] in C order, <paramref name="rows"/> x <paramref name="columns"/>; NaN allowed.</param>
    /// <param name="rows">Number of rows, at least 2.</param>
    /// <param name="columns">Number of columns, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is under 2.</exception>
    /// <exception cref="ArgumentException">The span's length is not rows x columns.</exception>
    public static ChestAreas Find(ReadOnlySpan<double> hu, int rows, int columns)
    {
        SliceArguments.Require(rows, columns, hu.Length, hu.Length);
        var finder = LungFinder.Rent(rows, columns);
        finder.Find(hu, withBody: true);
        var body = new byte[hu.Length];
        finder.Body.WriteTo(body);
        var areas = new ChestAreas(body, LungComponents.FromSides(finder.Left, finder.Right));
        LungFinder.Return(finder);
        return areas;
    }
}
