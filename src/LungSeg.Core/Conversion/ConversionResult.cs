namespace LungSeg.Core.Conversion;

/// <summary>What a conversion wrote.</summary>
/// <param name="Rows">Rows written.</param>
/// <param name="Files">Files written, the manifest among them.</param>
/// <param name="Bytes">Size of all files together.</param>
/// <param name="LeftOut">Rows left out because they have no lesion to cut around.</param>
public readonly record struct ConversionResult(int Rows, int Files, long Bytes, int LeftOut)
{
    /// <summary>What is said of columns of the inputs: which are left out or change, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Rows without a mask, for which an empty mask is written, as if they had no lesion.</summary>
    public int EmptyMasks { get; init; }

    /// <summary>Lesions, 8-connected, of which no pixel is left at the size that was asked for.</summary>
    public long LostLesions { get; init; }

    /// <summary>Rows whose image holds grey values of 8 bits, which are not HU.</summary>
    public int GreyImages { get; init; }
}
