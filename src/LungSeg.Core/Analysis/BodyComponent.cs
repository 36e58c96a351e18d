namespace LungSeg.Core.Analysis;

/// <summary>Finds the largest 4-connected component of tissue of a slice: the body.</summary>
internal static class BodyComponent
{
    /// <summary>HU from which a pixel is tissue.</summary>
    public const double TissueHu = -300;

    /// <summary>Pixels of the largest component, the first in scan order of equal ones, and how many of them are kept.</summary>
    /// <param name="huOld">HU [row, col] in C order.</param>
    /// <param name="kept">1 where a pixel is kept.</param>
    /// <param name="width">Width of the slice.</param>
    public static (int Pixels, int Kept) FindLargest(ReadOnlySpan<double> huOld, ReadOnlySpan<byte> kept, int width)
    {
        var runs = FindRuns(huOld, kept, width);
        JoinTouching(runs);
        var (pixels, keptPixels) = (new int[runs.Count], new int[runs.Count]);
        for (var i = 0; i < runs.Count; i++)
        {
            var root = Root(runs, i);
            pixels[root] += runs[i].End - runs[i].Start;
            keptPixels[root] += runs[i].Kept;
        }

        var largest = 0;
        for (var i = 1; i < pixels.Length; i++)
        {
            largest = pixels[i] > pixels[largest] ? i : largest;
        }
        return pixels.Length == 0 ? default : (pixels[largest], keptPixels[largest]);
    }

    private static List<Run> FindRuns(ReadOnlySpan<double> huOld, ReadOnlySpan<byte> kept, int width)
    {
        var runs = new List<Run>();
        for (var row = 0; row * width < huOld.Length; row++)
        {
            var line = huOld.Slice(row * width, width);
            var keptLine = kept.Slice(row * width, width);
            for (var column = 0; column < width; column++)
            {
                if (!(line[column] >= TissueHu))
                {
                    continue;
                }
                var (start, keptPixels) = (column, 0);
                for (; column < width && line[column] >= TissueHu; column++)
                {
                    keptPixels += keptLine[column];
                }
                runs.Add(new Run(row, start, column, keptPixels) { Parent = runs.Count });
            }
        }

        return runs;
    }

    /// <summary>Joins runs of neighbouring lines that share a column. Runs are in scan order.</summary>
    private static void JoinTouching(List<Run> runs)
    {
        var above = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            while (runs[above].Row < runs[i].Row - 1 || (runs[above].Row == runs[i].Row - 1 && runs[above].End <= runs[i].Start))
            {
                above++;
            }
            for (var other = above; runs[other].Row == runs[i].Row - 1 && runs[other].Start < runs[i].End; other++)
            {
                var (a, b) = (Root(runs, other), Root(runs, i));
                runs[Math.Max(a, b)].Parent = Math.Min(a, b);
            }
        }
    }

    private static int Root(List<Run> runs, int run)
    {
        while (runs[run].Parent != run)
        {
            run = runs[run].Parent = runs[runs[run].Parent].Parent;
        }
        return run;
    }

    private sealed class Run(int row, int start, int end, int kept)
    {
        public int Row => row;

        public int Start => start;

        public int End => end;

        public int Kept => kept;

        public int Parent { get; set; }
    }
}
