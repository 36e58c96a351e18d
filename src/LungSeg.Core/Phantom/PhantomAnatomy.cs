namespace LungSeg.Core.Phantom;

/// <summary>Deviations from a plain chest, each of which a real data set has too.</summary>
[Flags]
public enum PhantomAnatomy
{
    /// <summary>Aerated lungs, the body whole within the field of view.</summary>
    Plain = 0,

    /// <summary>Both lungs are consolidated to soft tissue, so that thresholding at -300 HU finds no lung.</summary>
    FilledLungs = 1,

    /// <summary>The body is wider than the field of view, which cuts it on both sides.</summary>
    CutBody = 2,
}
