namespace LungSeg.Core.Conversion.Runs;

/// <summary>What a window means to a format.</summary>
internal enum WindowUse
{
    /// <summary>It holds HU, never grey values.</summary>
    Never,

    /// <summary>It holds HU, or grey values where a window is asked for.</summary>
    OnRequest,

    /// <summary>It holds grey values; lung window where none is asked for.</summary>
    Always,
}
