using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Widens the lungs to what lies in the convex hull of each of them and around it: a tumour that touches the wall is no lung by its HU.
/// </summary>
internal sealed class LungHull(int height, int width)
{
    private const int Lungs = 2;
    private const int SmallestLung = 1000;

    // The hull of a crescent along the wall would hold the liver.
    private const int MostGrowth = 2;

    private readonly Morphology _morphology = new(height, width);
    private readonly ConvexFill _convex = new(height);
    private readonly ComponentMap _map = new();
    private readonly BitSlice _outside = new();
    private readonly BitSlice _piece = new();
    private readonly BitSlice _hull = new();
    private readonly List<int> _pieces = [];

    /// <summary>Replaces the lungs by their widened hulls.</summary>
    /// <param name="lungs">The mask of the refined method.</param>
    /// <param name="allowed">The pixels that may be kept: the body without what is outside the field of view.</param>
    /// <param name="margin">Pixels within this distance of a hull are kept too, in px.</param>
    public void Apply(BitSlice lungs, BitSlice allowed, int margin)
    {
        // Unset pixels are 8-connected in a component map.
        _outside.CopyFrom(lungs);
        _outside.Invert();
        _map.Build(_outside);
        FindPieces();
        foreach (var piece in _pieces)
        {
            _piece.Clear(height, width);
            _piece.Fill(_map, piece);
            _hull.CopyFrom(_piece);
            _convex.Apply(_hull);
            if (_hull.Count() <= MostGrowth * _map.Components[piece].Pixels)
            {
                lungs.Add(_hull);
            }
        }

        _morphology.Dilate(lungs, margin);
        lungs.Keep(allowed);
    }

    // The two largest; of equal pieces the first in scan order.
    private void FindPieces()
    {
        _pieces.Clear();
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            if (!_map.Components[index].Air && _map.Components[index].Pixels >= SmallestLung)
            {
                _pieces.Add(index);
            }
        }

        _pieces.Sort(
            (a, b) =>
                _map.Components[a].Pixels != _map.Components[b].Pixels
                    ? _map.Components[b].Pixels.CompareTo(_map.Components[a].Pixels)
                    : a.CompareTo(b)
        );
        _pieces.RemoveRange(Math.Min(Lungs, _pieces.Count), Math.Max(0, _pieces.Count - Lungs));
    }
}
