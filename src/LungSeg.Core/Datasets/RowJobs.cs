namespace LungSeg.Core.Datasets;

/// <summary>How many rows are worked on at a time, so that large slices take no more memory together than one needs.</summary>
internal static class RowJobs
{
    /// <summary>Pixels up to which a slice takes so little that the number of threads does not matter.</summary>
    private const long SmallPixels = 1 << 20;

    // Measured on slices of 4096 x 4096 under validate, which takes more than any other command.
    private const long BytesPerPixel = 56;

    private const long MaxBytes = 800L << 20;

    /// <summary>The threads that rows may have: those asked for, or as few as the largest slice allows.</summary>
    public static int Limit(IReadOnlyList<DatasetRow> rows, int jobs)
    {
        if (jobs <= 1)
        {
            return jobs;
        }

        var pixels = 0L;
        foreach (var row in rows)
        {
            pixels = Math.Max(pixels, Math.Max(row.FoundMask?.Count ?? 0, Math.Max(row.FoundHu?.Count ?? 0, row.FoundHuOld?.Count ?? 0)));
        }

        return pixels <= SmallPixels ? jobs : (int)Math.Clamp(MaxBytes / BytesPerPixel / pixels, 1, jobs);
    }
}
