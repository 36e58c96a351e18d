using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Where a cavity lies in the chest: under ribs, or beside a lung.</summary>
internal sealed class Ribs(ChestSlice slice, BodyContour body)
{
    // Pleura, fat and the cartilage between a lung and the inside of a rib: 7 mm at 0.7 mm a pixel.
    private const int RibReach = 10;

    // Ribs are a fifth of the chest wall or more; a lung that touches it has some of them along its edge.
    private const double RibShare = 0.05;

    // Ligaments and vessels between the parts of one lung: 10 mm.
    private const int LungReach = 15;

    // Fewer pixels are no skeleton: contrast medium, metal, or a picture without bone, on which ribs say nothing.
    private const int SmallestSkeleton = 300;

    private readonly BitSlice _beside = new();
    private readonly BitSlice _edge = new();
    private readonly BitSlice _near = new();
    private bool _hasSkeleton;

    /// <summary>Finds the bones of the slice and what lies beside the lungs.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="lungs">The cavities that are lung without doubt.</param>
    public void Load(ReadOnlySpan<double> hu, List<AirComponent> lungs)
    {
        slice.FindBone(hu);
        slice.Bone.Keep(body.Mask);
        _hasSkeleton = slice.Bone.Count() >= SmallestSkeleton;
        _beside.Clear(slice.Height, slice.Width);
        foreach (var lung in lungs)
        {
            _beside.Fill(slice.Map, lung.Index);
        }

        slice.Morphology.Dilate(_beside, LungReach);
    }

    /// <summary>Whether a lung lies within 15 px of the cavity.</summary>
    public bool IsBesideLung(AirComponent cavity) => _beside.Meets(slice.Map, cavity.Index);

    /// <summary>Whether a lung lies within 30 px of the cavity.</summary>
    public bool IsNearLung(AirComponent cavity)
    {
        _near.Clear(slice.Height, slice.Width);
        _near.Fill(slice.Map, cavity.Index);
        slice.Morphology.Dilate(_near, LungReach);
        _near.Keep(_beside);
        return !_near.IsEmpty;
    }

    /// <summary>Whether bone lies between the cavity and the skin.</summary>
    public bool Cover(AirComponent cavity)
    {
        if (!_hasSkeleton)
        {
            return true;
        }

        _near.Clear(slice.Height, slice.Width);
        _near.Fill(slice.Map, cavity.Index);
        _edge.LoadEdge(_near);
        slice.Morphology.Dilate(_near, RibReach);
        _near.Keep(slice.Bone);
        KeepShallow(DeepestEdge());
        slice.Morphology.Dilate(_near, RibReach);
        var edge = _edge.Count();
        _edge.Keep(_near);
        return _edge.Count() >= RibShare * edge;
    }

    private float DeepestEdge()
    {
        var deepest = 0f;
        for (var row = 0; row < slice.Height; row++)
        {
            foreach (var column in _edge.ColumnsOfRow(row))
            {
                deepest = Math.Max(deepest, body.Depth(row, column));
            }
        }

        return deepest;
    }

    // Spine, contrast medium in the bowel and vessels with calcium lie on the other side of the cavity.
    private void KeepShallow(float depth)
    {
        for (var row = 0; row < slice.Height; row++)
        {
            foreach (var column in _near.ColumnsOfRow(row))
            {
                if (body.Depth(row, column) >= depth)
                {
                    _near.Edit(row)[column / 64] &= ~(1UL << (column % 64));
                }
            }
        }
    }
}
