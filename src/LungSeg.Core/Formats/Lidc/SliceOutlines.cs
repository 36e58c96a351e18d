namespace LungSeg.Core.Formats.Lidc;

/// <summary>The outlines of all readers on one slice, and their combination into one mask.</summary>
internal sealed class SliceOutlines(AnnotationReading reading)
{
    private readonly List<LidcOutline> _outlines = [];

    public int Count => _outlines.Count;

    /// <summary>The outlines, in the order of the file.</summary>
    public IReadOnlyList<LidcOutline> Outlines => _outlines;

    public void Add(LidcOutline outline) => _outlines.Add(outline);

    /// <summary>Sets to 1 the pixels of a mask [row, col] that enough readers marked.</summary>
    public void AddTo(Span<byte> mask, int width)
    {
        var window = PixelWindow.Around(_outlines.SelectMany(outline => outline.Points), mask.Length / width, width);
        var readers = new ushort[window.Pixels];
        var (ofReader, ofNodule) = (new byte[window.Pixels], new byte[window.Pixels]);
        foreach (var reader in _outlines.GroupBy(outline => outline.Reader))
        {
            Array.Clear(ofReader);
            foreach (var nodule in reader.GroupBy(outline => outline.Nodule))
            {
                Draw(nodule, window, ofNodule);
                for (var i = 0; i < ofReader.Length; i++)
                {
                    ofReader[i] |= ofNodule[i];
                }
            }

            for (var i = 0; i < readers.Length; i++)
            {
                readers[i] += ofReader[i];
            }
        }

        for (var i = 0; i < readers.Length; i++)
        {
            if (readers[i] >= reading.MinReaders)
            {
                mask[((window.Top + (i / window.Width)) * width) + window.Left + (i % window.Width)] = 1;
            }
        }
    }

    /// <summary>The area [row, col] within a window that some outlines of one kind enclose.</summary>
    public static byte[] Fill(IEnumerable<LidcOutline> outlines, PixelWindow window, AnnotationReading reading)
    {
        var (all, area) = (new byte[window.Pixels], new byte[window.Pixels]);
        foreach (var outline in outlines)
        {
            OutlineArea.Fill(outline.Points, window, area);

            // The outline of a hole, too, is outside the nodule, unless outlines are included.
            var takesOutline = outline.IsHole != reading.IncludesOutline;
            for (var i = 0; i < area.Length; i++)
            {
                if (area[i] == OutlineArea.Inside || (area[i] == OutlineArea.OnOutline && takesOutline))
                {
                    all[i] = 1;
                }
            }
        }

        return all;
    }

    /// <summary>Draws one nodule: the pixels that are in an outline and not in a hole.</summary>
    private void Draw(IEnumerable<LidcOutline> outlines, PixelWindow window, byte[] nodule)
    {
        var of = outlines.ToLookup(outline => outline.IsHole);
        var (filled, holes) = (Fill(of[false], window, reading), Fill(of[true], window, reading));
        for (var i = 0; i < nodule.Length; i++)
        {
            nodule[i] = (byte)(filled[i] & ~holes[i]);
        }
    }
}
