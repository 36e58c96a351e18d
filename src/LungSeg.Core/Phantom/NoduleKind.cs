namespace LungSeg.Core.Phantom;

/// <summary>How dense a nodule is.</summary>
public enum NoduleKind
{
    /// <summary>Soft tissue throughout.</summary>
    Solid,

    /// <summary>A solid core in a hazy rim.</summary>
    PartSolid,

    /// <summary>Hazy: vessels show through.</summary>
    GroundGlass,
}
