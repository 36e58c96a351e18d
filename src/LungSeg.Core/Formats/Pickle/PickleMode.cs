namespace LungSeg.Core.Formats.Pickle;

/// <summary>What to do with a name that is not on the allow-list.</summary>
internal enum PickleMode
{
    /// <summary>Stop with <see cref="Bytes.Fault.Unsafe"/>.</summary>
    Strict,

    /// <summary>Note it, keep it inert and go on.</summary>
    Survey,
}
