using System.Numerics;

namespace LungSeg.Thresholding.Contours;

/// <summary>The set columns of one row of a <see cref="BitSlice"/>, ascending, for <c>foreach</c>.</summary>
internal ref struct SetColumns(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> _words = words;
    private ulong _bits = words.Length > 0 ? words[0] : 0;
    private int _word;

    public int Current { get; private set; }

    public readonly SetColumns GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_bits == 0)
        {
            if (++_word >= _words.Length)
            {
                return false;
            }

            _bits = _words[_word];
        }

        Current = (_word * 64) + BitOperations.TrailingZeroCount(_bits);
        _bits &= _bits - 1;
        return true;
    }
}
