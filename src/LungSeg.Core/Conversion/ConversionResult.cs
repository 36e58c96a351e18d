namespace LungSeg.Core.Conversion;

/// <summary>What a conversion wrote.</summary>
/// <param name="Rows">Rows written.</param>
/// <param name="Files">Files written, the manifest among them.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="LeftOut">Rows left out because they have no lesion to cut around.</param>
public readonly record struct ConversionResult(int Rows, int Files, long Bytes, int LeftOut);
