namespace LungSeg.Core.Formats.Pickle;

/// <summary>What to do with a name that is not on the allow-list.</summary>
internal enum PickleMode
{
    /// <summary>Throw with <see cref="Bytes.Fault.Unsafe"/>.</summary>
    Strict,

    /// <summary>Record the name, keep it as an inert node and continue.</summary>
    Survey,
}
