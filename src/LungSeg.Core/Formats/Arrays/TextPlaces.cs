namespace LungSeg.Core.Formats.Arrays;

/// <summary>
/// Positions in a text payload at which decoding can start, so that reading the last slice of a stack does not decode all slices before it.
/// </summary>
/// <remarks>They are found while decoding, about one a mebibyte, and are shared by all parts of an array. Thread-safe.</remarks>
internal sealed class TextPlaces
{
    private const long Distance = 1 << 20;
    private readonly List<(long Decoded, long Encoded)> _places = [(0, 0)];
    private readonly Lock _gate = new();

    /// <summary>
    /// The last known position at or before the decoded byte <paramref name="decoded"/>, in decoded and in encoded bytes from the start.
    /// </summary>
    public (long Decoded, long Encoded) Before(long decoded)
    {
        lock (_gate)
        {
            var at = _places.Count - 1;
            while (_places[at].Decoded > decoded)
            {
                at--;
            }
            return _places[at];
        }
    }

    /// <summary>Adds a position, if it is far enough after the last one.</summary>
    public void Offer(long decoded, long encoded)
    {
        lock (_gate)
        {
            if (decoded >= _places[^1].Decoded + Distance)
            {
                _places.Add((decoded, encoded));
            }
        }
    }
}
