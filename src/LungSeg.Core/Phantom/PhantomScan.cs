using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>
/// A synthetic chest CT: one anatomy and one scanner, determined by a seed. Slices can be rendered at any height near the nodule.
/// </summary>
/// <remarks>Thread-safe: rendering changes no state.</remarks>
public sealed class PhantomScan
{
    private static readonly int?[] Paddings = [null, -1024, -1024, -2000, -2048, -3024];

    private readonly SliceRenderer _renderer;
    private readonly Nodule _nodule;

    /// <summary>Creates the anatomy.</summary>
    /// <param name="seed">Seed of the whole scan.</param>
    /// <param name="label">Lung-RADS class as the data set writes it: LR2, LR3, LR4A or LR4B. It sets the nodule's size.</param>
    /// <param name="anatomy">Deviations from a plain chest.</param>
    /// <param name="side">Pixels along each axis, 16 to 4096; the field of view in millimetres does not depend on it.</param>
    /// <exception cref="ArgumentException">The class is not one of the four.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The side is out of range.</exception>
    public PhantomScan(ulong seed, string label, PhantomAnatomy anatomy = PhantomAnatomy.Plain, int side = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 4096);
        _ = Nodule.DiameterRangeMm(label);
        (Seed, Label, Anatomy, Side) = (seed, label, anatomy, side);

        var random = new SeededRandom(seed);
        float fieldMm = 512 * random.Uniform(0.58f, 0.82f);
        PixelSpacingMm = fieldMm / side;
        PaddingHu = Paddings[random.Below(Paddings.Length)];
        var shape = new ThoraxShape(random, fieldMm / 2, anatomy);
        var cavity = shape.Cavity(0);
        var mediastinum = shape.Mediastinum(0);
        _nodule = Nodule.Place(random, label, cavity, mediastinum, shape);
        _renderer = new SliceRenderer(this, random, shape, _nodule);
    }

    /// <summary>The seed given.</summary>
    public ulong Seed { get; }

    /// <summary>The class given.</summary>
    public string Label { get; }

    /// <summary>The deviations given.</summary>
    public PhantomAnatomy Anatomy { get; }

    /// <summary>Pixels along each axis.</summary>
    public int Side { get; }

    /// <summary>Distance of pixel centres in millimetres; 0.58 to 0.82 at 512 pixels.</summary>
    public double PixelSpacingMm { get; }

    /// <summary>Value outside the circular field of view; null for a scanner that fills the square.</summary>
    public int? PaddingHu { get; }

    /// <summary>Diameter in millimetres of the nodule at its middle, within the limits of the class.</summary>
    public double NoduleDiameterMm => 2.0 * _nodule.RadiusMm;

    /// <summary>How dense the nodule is.</summary>
    public NoduleKind NoduleKind => _nodule.Kind;

    /// <summary>Whether the nodule touches the pleura.</summary>
    public bool IsJuxtapleural => _nodule.IsJuxtapleural;

    /// <summary>Renders the slice at a height; equal heights give equal slices, bit for bit.</summary>
    /// <param name="zMm">Height above the nodule's middle in millimetres, -40 to 40.</param>
    /// <exception cref="ArgumentOutOfRangeException">The height is out of range or not a number.</exception>
    public PhantomSlice Render(double zMm)
    {
        if (!(zMm is >= -40 and <= 40))
        {
            throw new ArgumentOutOfRangeException(nameof(zMm), zMm, "height must be within 40 mm of the nodule");
        }

        return _renderer.Render(zMm);
    }
}

/// <summary>One planned row of a phantom data set.</summary>
/// <param name="Index">Position in the data set, from 0.</param>
/// <param name="Label">Lung-RADS class as the data set writes it.</param>
/// <param name="Scan">Scan the row is a slice of, from 0.</param>
/// <param name="ZMm">Height of the slice above the nodule's middle in millimetres.</param>
/// <param name="IsDuplicate">Whether the row repeats the row before it bit for bit.</param>
public sealed record PhantomRow(int Index, string Label, int Scan, double ZMm, bool IsDuplicate);

/// <summary>Deviations from a plain chest, all of which occur in real data sets.</summary>
[Flags]
public enum PhantomAnatomy
{
    /// <summary>Aerated lungs; the whole body lies within the field of view.</summary>
    Plain = 0,

    /// <summary>Both lungs are consolidated to soft tissue, so that thresholding at -300 HU finds no lung.</summary>
    FilledLungs = 1,

    /// <summary>The body is wider than the field of view, which cuts it on both sides.</summary>
    CutBody = 2,
}
