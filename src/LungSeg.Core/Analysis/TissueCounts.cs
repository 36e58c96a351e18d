namespace LungSeg.Core.Analysis;

/// <summary>Pixels by class of tissue: air under -900 HU, lung under -300, soft tissue under 200, bone.</summary>
internal struct TissueCounts
{
    private const double LungHu = -900;
    private const double SoftHu = -300;
    private const double BoneHu = 200;

    public long Air { get; private set; }

    public long Lung { get; private set; }

    public long Soft { get; private set; }

    public long Bone { get; private set; }

    public void Add(double hu, long count)
    {
        if (hu < LungHu)
        {
            Air += count;
        }
        else if (hu < SoftHu)
        {
            Lung += count;
        }
        else if (hu < BoneHu)
        {
            Soft += count;
        }
        else
        {
            Bone += count;
        }
    }
}
