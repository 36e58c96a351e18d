namespace LungSeg.Core.Formats.Parquet;

/// <summary>A page of values, decoded.</summary>
/// <param name="Repetitions">For each value the list that it goes on with; null in columns without lists.</param>
/// <param name="Definitions">For each value how much of it is there; null where all are there.</param>
/// <param name="Values">The values that are there; null where only levels were decoded.</param>
internal sealed record ParquetPage(byte[]? Repetitions, byte[]? Definitions, ParquetValues? Values)
{
    private int[]? _positions;

    /// <summary>Memory that the page takes, bytes.</summary>
    public long Weight => (Values?.Weight ?? 0) + (Repetitions?.Length ?? 0) + ((Definitions?.Length ?? 0) * 5L) + 256;

    /// <summary>Position among <see cref="Values"/> of the value at <paramref name="index"/>; negative where it is missing.</summary>
    public int GetPosition(int index, int maxDefinition)
    {
        if (Definitions is null)
        {
            return index;
        }
        if (_positions is null)
        {
            var positions = new int[Definitions.Length];
            var next = 0;
            for (var i = 0; i < positions.Length; i++)
            {
                positions[i] = Definitions[i] == maxDefinition ? next++ : -1;
            }
            _positions = positions;
        }
        return _positions[index];
    }
}

/// <summary>Values of a page.</summary>
internal abstract record ParquetValues(int Count)
{
    /// <summary>Memory that they take, bytes.</summary>
    public abstract long Weight { get; }
}

/// <summary>Values of one length, little endian.</summary>
internal sealed record FixedValues(byte[] Bytes, int Size, int Count) : ParquetValues(Count)
{
    public override long Weight => Bytes.Length;

    public ReadOnlySpan<byte> this[int position] => Bytes.AsSpan(position * Size, Size);
}

/// <summary>Texts or bytes, as parts of one array.</summary>
internal sealed record BinaryValues(byte[] Bytes, int[] Starts, int[] Lengths) : ParquetValues(Starts.Length)
{
    public override long Weight => Bytes.Length + (8L * Starts.Length);

    public ReadOnlyMemory<byte> this[int position] => Bytes.AsMemory(Starts[position], Lengths[position]);
}
