namespace LungSeg.Core.Formats.Masks;

/// <summary>
/// Traces the border of a component as one polygon along the edges of pixels. Filling the polygon at pixel centres gives the component
/// again.
/// </summary>
/// <remarks>
/// Each hole is joined to the outer border by a cut of zero width, which the ring passes twice, so one ring represents all holes exactly.
/// The ring touches itself where pixels meet only at a corner.
/// </remarks>
internal sealed class ComponentOutline
{
    // Right, down, left, up: each step turns right, since Y grows downwards. The component lies to the right of the path.
    private static readonly PixelCorner[] Steps = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];

    private readonly PixelComponents _components;
    private readonly PixelComponent _component;
    private readonly LinkedList<PixelCorner> _ring = new();
    private readonly Dictionary<PixelCorner, LinkedListNode<PixelCorner>> _nodes = [];

    private ComponentOutline(PixelComponents components, PixelComponent component) => (_components, _component) = (components, component);

    /// <summary>The corners at which the polygon turns. The first is not repeated at the end.</summary>
    public static PixelCorner[] Trace(PixelComponents components, PixelComponent component)
    {
        var outline = new ComponentOutline(components, component);
        var loops = outline.Loops();
        foreach (var corner in loops[0])
        {
            outline._nodes[corner] = outline._ring.AddLast(corner);
        }

        // In this order, the border or hole above each hole is already in the ring.
        foreach (var hole in loops.Skip(1).Select(FromTop).OrderBy(hole => hole[0].Y).ThenBy(hole => hole[0].X))
        {
            outline.Join(hole);
        }
        return Turns([.. outline._ring]);
    }

    /// <summary>All closed borders, in unit steps. The outer border is first, since a scan by rows meets it first.</summary>
    private List<List<PixelCorner>> Loops()
    {
        var loops = new List<List<PixelCorner>>();
        var isDone = new HashSet<PixelCorner>();
        for (var y = _component.Top; y < _component.Bottom; y++)
        {
            for (var x = _component.Left; x < _component.Right; x++)
            {
                var corner = new PixelCorner(x, y);
                if (IsBorder(corner, 0) && !isDone.Contains(corner))
                {
                    loops.Add(Walk(corner, isDone));
                }
            }
        }

        return loops;
    }

    private List<PixelCorner> Walk(PixelCorner start, HashSet<PixelCorner> isDone)
    {
        var loop = new List<PixelCorner>();
        var (at, step) = (start, 0);
        do
        {
            loop.Add(at);
            if (step == 0)
            {
                isDone.Add(at);
            }
            at = new PixelCorner(at.X + Steps[step].X, at.Y + Steps[step].Y);

            // Where two pixels meet only at a corner, a left turn continues to the other pixel: components are 8-connected.
            step =
                IsBorder(at, (step + 3) % 4) ? (step + 3) % 4
                : IsBorder(at, step) ? step
                : (step + 1) % 4;
        } while (at != start || step != 0);
        return loop;
    }

    /// <summary>Whether the step from a corner has the component to its right and not to its left.</summary>
    private bool IsBorder(PixelCorner from, int step)
    {
        var (x, y) = from;
        return step switch
        {
            0 => Has(x, y) && !Has(x, y - 1),
            1 => Has(x - 1, y) && !Has(x, y),
            2 => Has(x - 1, y - 1) && !Has(x - 1, y),
            _ => Has(x, y - 1) && !Has(x - 1, y - 1),
        };
    }

    private bool Has(int x, int y) => _components.Has(_component, y, x);

    /// <summary>Rotates a loop so that it starts at its highest corner; of several, the leftmost.</summary>
    private static PixelCorner[] FromTop(List<PixelCorner> loop)
    {
        var first = 0;
        for (var i = 1; i < loop.Count; i++)
        {
            if ((loop[i].Y, loop[i].X).CompareTo((loop[first].Y, loop[first].X)) < 0)
            {
                first = i;
            }
        }

        return [.. loop[first..], .. loop[..first]];
    }

    /// <summary>Joins a hole to the ring by a cut straight up: the ring goes down the cut, around the hole and up again.</summary>
    private void Join(PixelCorner[] hole)
    {
        var top = hole[0];
        var y = top.Y;
        while (!_nodes.ContainsKey(top with { Y = y }))
        {
            y--;
        }
        var node = _nodes[top with { Y = y }];
        for (var down = y + 1; down <= top.Y; down++)
        {
            node = Add(node, top with { Y = down });
        }
        foreach (var corner in hole.AsSpan(1))
        {
            node = Add(node, corner);
        }
        for (var up = top.Y; up >= y; up--)
        {
            node = Add(node, top with { Y = up });
        }
    }

    private LinkedListNode<PixelCorner> Add(LinkedListNode<PixelCorner> after, PixelCorner corner) =>
        _nodes[corner] = _ring.AddAfter(after, corner);

    private static PixelCorner[] Turns(PixelCorner[] ring)
    {
        var turns = new List<PixelCorner>();
        for (var i = 0; i < ring.Length; i++)
        {
            var (before, at, after) = (ring[(i + ring.Length - 1) % ring.Length], ring[i], ring[(i + 1) % ring.Length]);
            if ((at.X - before.X, at.Y - before.Y) != (after.X - at.X, after.Y - at.Y))
            {
                turns.Add(at);
            }
        }

        return [.. turns];
    }
}

/// <summary>A corner of pixels: pixel [row, col] spans X from col to col + 1 and Y from row to row + 1.</summary>
internal readonly record struct PixelCorner(int X, int Y);
