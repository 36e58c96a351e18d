namespace LungSeg.Core.Formats;

/// <summary>What decides which pixels of a label belong to which pixels of its image.</summary>
public enum MaskPlace
{
    /// <summary>Their places; a folder in which the places of an image and its own label differ is refused.</summary>
    Refuse,

    /// <summary>The index of the pixels, as nnU-Net reads them.</summary>
    Index,

    /// <summary>The place in the patient, as viewers show them.</summary>
    World,
}
