namespace LungSeg.Core.Bytes;

/// <summary>What is wrong with an input.</summary>
public enum Fault
{
    /// <summary>The bytes are of another format than the one asked for, or of none that is known.</summary>
    WrongFormat,

    /// <summary>The input ends before what it announced.</summary>
    Truncated,

    /// <summary>The input contradicts itself or its format's rules.</summary>
    Corrupt,

    /// <summary>Well formed, but a feature that is not read here.</summary>
    Unsupported,

    /// <summary>Reading it would take more memory or disk than the input has earned or the limits allow.</summary>
    TooLarge,

    /// <summary>It names code that Python would run on opening it.</summary>
    Unsafe,

    /// <summary>It became another while it was read.</summary>
    Changed,
}
