namespace LungSeg.Core.Bytes;

/// <summary>What is wrong with an input.</summary>
public enum Fault
{
    /// <summary>The bytes are of another format than the one asked for, or of no known format.</summary>
    WrongFormat,

    /// <summary>The input is shorter than it announces.</summary>
    Truncated,

    /// <summary>The input contradicts itself or its format's rules.</summary>
    Corrupt,

    /// <summary>The input is well formed, but uses a feature that is not supported.</summary>
    Unsupported,

    /// <summary>Reading the input would take more memory or disk than the limits allow for its size.</summary>
    TooLarge,

    /// <summary>The input names code that Python would run when it opens the input.</summary>
    Unsafe,

    /// <summary>The input changed while it was read.</summary>
    Changed,
}
