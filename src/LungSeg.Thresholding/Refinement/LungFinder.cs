using System.Collections.Concurrent;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>The refined method on slices of one size: finds body and cavities, selects lungs, separates sides, repairs lungs.</summary>
internal sealed class LungFinder
{
    // Shared by all threads. With an instance for each thread of the thread pool, each would hold some MB.
    private static readonly ConcurrentBag<LungFinder> Spare = [];

    private const long MaxKeptPixels = 1 << 22;

    private readonly ChestSlice _slice;
    private readonly BodyContour _body;
    private readonly LungSelection _selection;
    private readonly LungSides _sides;
    private readonly LungRepair _repair;
    private readonly LungHull _hull;
    private readonly BitSlice _allowed = new();
    private readonly BitSlice _padding = new();

    private LungFinder(int height, int width)
    {
        _slice = new ChestSlice(height, width);
        _body = new BodyContour(_slice);
        _selection = new LungSelection(_slice, _body, Neighbours);
        _sides = new LungSides(_slice, _selection);
        _repair = new LungRepair(_slice, _body, _selection);
        _hull = new LungHull(height, width);
    }

    /// <summary>The lungs of the slices before and after; none for a slice alone.</summary>
    public NeighbourLungs Neighbours { get; } = new();

    /// <summary>Whether the lungs that were found last may be others with <see cref="Neighbours"/> than without.</summary>
    public bool DependsOnNeighbours { get; private set; }

    /// <summary>The lung on the side of lower columns, after <see cref="Find"/>.</summary>
    public BitSlice Left => _sides.Left;

    /// <summary>The lung on the side of higher columns.</summary>
    public BitSlice Right => _sides.Right;

    /// <summary>The body; only after <see cref="Find"/> with <c>withBody</c>, or where there is a lung.</summary>
    public BitSlice Body => _body.Mask;

    /// <summary>Returns a spare instance for slices of this size, or a new one; <see cref="Return"/> gives it back.</summary>
    public static LungFinder Rent(int height, int width) =>
        Spare.TryTake(out var spare) && spare._slice.Height == height && spare._slice.Width == width
            ? spare
            : new LungFinder(height, width);

    public static void Return(LungFinder finder)
    {
        // Working memory of large slices is hundreds of MB, which nobody else may need again.
        if ((long)finder._slice.Height * finder._slice.Width <= MaxKeptPixels)
        {
            Spare.Add(finder);
        }
    }

    /// <summary>Joins the lungs in <see cref="Left"/> and widens them to their convex hulls and a margin.</summary>
    public void WidenToHull(int margin)
    {
        Left.Add(Right);
        LoadAllowed(_allowed);
        WidenToHull(Left, _allowed, margin);
    }

    /// <summary>Sets the pixels that a hull may hold: the body without the padding.</summary>
    /// <remarks>Pixels as dark as padding in the body are the streaks of metal, and stay in.</remarks>
    public void LoadAllowed(BitSlice allowed)
    {
        // The map of the slice has done its work, and a second one of a large slice would be as large.
        _padding.Clear(_slice.Height, _slice.Width);
        CornerAreas.Add(_slice.Outside, _padding, _slice.Map);
        allowed.CopyFrom(Body);
        allowed.Remove(_padding);
    }

    /// <summary>Widens lungs to their convex hulls and a margin, within the pixels that are allowed.</summary>
    public void WidenToHull(BitSlice lungs, BitSlice allowed, int margin) => _hull.Apply(lungs, allowed, margin);

    /// <summary>Finds the lungs.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="withBody">Whether the body is needed even without a lung.</param>
    /// <returns>Whether a lung was found.</returns>
    public bool Find(ReadOnlySpan<double> hu, bool withBody = false)
    {
        Left.Clear(_slice.Height, _slice.Width);
        Right.Clear(_slice.Height, _slice.Width);
        Body.Clear(_slice.Height, _slice.Width);
        DependsOnNeighbours = false;
        if (!_slice.Load(hu) || (_slice.Cavities.Count == 0 && !withBody))
        {
            return false;
        }

        _body.Find();
        _selection.Choose(hu);
        DependsOnNeighbours = _selection.HasCandidates;
        if (_selection.Lungs.Count == 0)
        {
            return false;
        }

        _sides.Assign();
        _repair.Apply(Left, Right);
        _repair.Apply(Right, Left);
        Left.Remove(_slice.Outside);
        Right.Remove(_slice.Outside);
        return true;
    }
}
