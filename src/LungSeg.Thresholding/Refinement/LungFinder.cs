namespace LungSeg.Thresholding.Refinement;

/// <summary>The refined method on slices of one size: body, cavities, choice, sides, repair.</summary>
internal sealed class LungFinder
{
    [ThreadStatic]
    private static LungFinder? _spare;

    private readonly ChestSlice _slice;
    private readonly BodyContour _body;
    private readonly LungSelection _selection;
    private readonly LungSides _sides;
    private readonly LungRepair _repair;

    private LungFinder(int rows, int columns)
    {
        _slice = new ChestSlice(rows, columns);
        _body = new BodyContour(_slice);
        _selection = new LungSelection(_slice, _body);
        _sides = new LungSides(_slice, _selection);
        _repair = new LungRepair(_slice, _body, _selection);
    }

    /// <summary>Labels the lungs, 0 outside, 1 for the side of lower columns, 2 for the other.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="labels">Receives the labels.</param>
    /// <param name="body">Receives 1 inside the body; empty where that is not asked for.</param>
    /// <returns>Whether there is any lung.</returns>
    public static bool Find(ReadOnlySpan<double> hu, int rows, int columns, Span<byte> labels, Span<byte> body = default)
    {
        var finder = _spare is { } spare && spare._slice.Rows == rows && spare._slice.Columns == columns ? spare : new LungFinder(rows, columns);
        _spare = null;
        var found = finder.Run(hu, labels, body);
        _spare = finder;
        return found;
    }

    private bool Run(ReadOnlySpan<double> hu, Span<byte> labels, Span<byte> body)
    {
        labels.Clear();
        if (!_slice.Load(hu) || (_slice.Cavities.Count == 0 && body.IsEmpty))
        {
            return false;
        }

        _body.Find();
        if (!body.IsEmpty)
        {
            _body.Mask.CopyTo(body);
        }

        _selection.Choose();
        if (_selection.Lungs.Count == 0)
        {
            return false;
        }

        _sides.Assign();
        _repair.Apply(_sides.Labels, 1);
        _repair.Apply(_sides.Labels, 2);
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = hu[i] < CutLungs.PaddingHu ? (byte)0 : _sides.Labels[i];
        }

        return true;
    }
}
