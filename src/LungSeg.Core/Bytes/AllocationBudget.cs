namespace LungSeg.Core.Bytes;

/// <summary>Limits the memory of an index in proportion to the size of its file, so that a small file cannot take much memory.</summary>
internal sealed class AllocationBudget(SourceName source, ReadLimits limits, long fileLength)
{
    private readonly long _limit = limits.IndexBytesBase + (limits.IndexBytesPerFileByte * fileLength);
    private long _used;

    /// <summary>The source whose index is counted.</summary>
    public SourceName Source => source;

    /// <summary>Charges <paramref name="bytes"/> for something read at <paramref name="offset"/>; null where no offset is known.</summary>
    /// <exception cref="DatasetFormatException">The budget is used up (<see cref="Fault.TooLarge"/>).</exception>
    public void Charge(long bytes, long? offset)
    {
        // A number of the file may be charged as it stands: a sum that wrapped would let all that follows pass.
        _used = bytes <= long.MaxValue - _used ? _used + bytes : long.MaxValue;
        if (_used > _limit)
        {
            throw FormatError.TooLarge(source, offset, "memory for the index, in bytes,", _used, _limit);
        }
    }

    /// <summary>Gives back what was charged for something that is no longer held.</summary>
    public void Return(long bytes) => _used -= bytes;
}
