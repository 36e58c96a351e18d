namespace LungSeg.Core.Conversion;

/// <summary>Which of a row's HU arrays is the image of a training format.</summary>
public enum ImageColumn
{
    /// <summary><c>hu_array_old</c>: HU as the scanner gave them.</summary>
    HuOld,

    /// <summary><c>hu_array</c>: HU with the non-lung area dropped.</summary>
    Hu,
}
