using LungSeg.Core.Browsing;

namespace LungSeg.Cli.Browse;

/// <summary>Keeps the small pictures of rows that were looked at last.</summary>
/// <param name="survey">The survey of the rows.</param>
internal sealed class ThumbnailCache(RowSurvey survey)
{
    private const long MostBytes = 12L << 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, byte[]> _pictures = [];
    private readonly Queue<int> _order = new();
    private long _bytes;

    /// <summary>The picture of a row, JPEG; null where it has nothing to show.</summary>
    /// <exception cref="Core.Bytes.DatasetFormatException">The row cannot be read.</exception>
    public byte[]? Get(int row)
    {
        lock (_gate)
        {
            if (_pictures.TryGetValue(row, out var known))
            {
                return known;
            }
        }

        if (RowThumbnail.Draw(survey, row) is not { } drawn)
        {
            return null;
        }

        lock (_gate)
        {
            if (_pictures.TryAdd(row, drawn))
            {
                _order.Enqueue(row);
                _bytes += drawn.Length;
            }

            while (_bytes > MostBytes && _order.TryDequeue(out var oldest) && _pictures.Remove(oldest, out var dropped))
            {
                _bytes -= dropped.Length;
            }
        }

        return drawn;
    }
}
