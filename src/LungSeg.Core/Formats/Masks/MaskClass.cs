namespace LungSeg.Core.Formats.Masks;

/// <summary>A class of the pixels of a mask.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Value of its pixels, not 0.</param>
internal sealed record MaskClass(string Name, double Value)
{
    /// <summary>Whether its pixels are neither lesion nor background: nnU-Net trains on none of them.</summary>
    public bool IsIgnored => string.Equals(Name, "ignore", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name and value, for messages.</summary>
    public override string ToString() => FormattableString.Invariant($"{Bytes.PrintableText.Escape(Name, 40)} ({Value:R})");
}
