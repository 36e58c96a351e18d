using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>An input that could not be opened at all.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Message">Why, in one sentence.</param>
/// <param name="Fault">What is wrong with its content; null where it is missing or may not be read.</param>
/// <param name="Offset">Byte at which reading ended; null where there is none.</param>
public sealed record RefusedInput(string Path, string Message, Fault? Fault = null, long? Offset = null)
{
    /// <summary>What the names of its rows would have begun with.</summary>
    public string Stem => InputStem.FromPath(Path);

    /// <summary>From the exception with which opening ended.</summary>
    public static RefusedInput FromException(string path, DatasetFormatException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new RefusedInput(path, exception.Detail, exception.Fault, exception.Offset);
    }
}
