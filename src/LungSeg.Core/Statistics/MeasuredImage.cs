namespace LungSeg.Core.Statistics;

/// <summary>Which of the HU arrays is measured.</summary>
public enum MeasuredImage
{
    /// <summary><c>hu_array_old</c>, the slice as the scanner gave it.</summary>
    HuOld,

    /// <summary><c>hu_array</c>; dropped pixels are left out.</summary>
    Hu,
}
