namespace LungSeg.Core.Model;

/// <summary>Lung-RADS categories in their order of suspicion. 4A, 4B and 4X are different classes.</summary>
public enum LungRadsCategory
{
    /// <summary>0, incomplete.</summary>
    Incomplete,

    /// <summary>1, negative.</summary>
    Negative,

    /// <summary>2, benign.</summary>
    Benign,

    /// <summary>3, probably benign.</summary>
    ProbablyBenign,

    /// <summary>4A, suspicious.</summary>
    Suspicious,

    /// <summary>4B, very suspicious.</summary>
    VerySuspicious,

    /// <summary>4X, category 3 or 4 with additional features.</summary>
    AdditionalFeatures,
}
