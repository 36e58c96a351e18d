namespace LungSeg.Core.Formats.Arrays;

/// <summary>
/// Places in a text payload at which decoding can start, so that the last slice of a stack does not cost decoding all before it.
/// </summary>
/// <remarks>Found while decoding, about one a mebibyte; shared by all parts of an array and safe for several threads.</remarks>
internal sealed class TextPlaces
{
    private const long Distance = 1 << 20;
    private readonly List<(long Decoded, long Encoded)> _places = [(0, 0)];
    private readonly Lock _gate = new();

    /// <summary>
    /// The last place known at or before the decoded byte <paramref name="decoded"/>, in decoded and in encoded bytes from the start.
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

    /// <summary>Tells that decoding can start at a place; kept if it is far enough behind the last.</summary>
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
