using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>
/// Grows the vessels of one lung. Points spread over the lung are joined to the tree, nearest to the hilum first. A join costs its distance
/// and the path from the hilum (Cuntz et al. 2010), so branches radiate. The radius of a branch follows from its number of ends (Murray's
/// law; the exponent 3/8 needs square roots only).
/// </summary>
internal static class VesselTree
{
    private const int EndCount = 1500;
    private const float DetourWeight = 0.45f;
    private const float HalfHeightMm = 30;
    private const float EndRadiusMm = 0.30f;

    internal static Segment[] Grow(SeededRandom random, Outline cavity, Outline mediastinum, PointMm hilum)
    {
        var nodes = new List<Node> { new(hilum, -HalfHeightMm * 0.3f, -1, 0), new(hilum, 0, 0, 0), new(hilum, HalfHeightMm * 0.3f, 1, 0) };
        foreach (var (point, z) in Ends(random, cavity, mediastinum, hilum))
        {
            Join(nodes, random, point, z);
        }

        return Tubes(nodes);
    }

    private static List<(PointMm Point, float Z)> Ends(SeededRandom random, Outline cavity, Outline mediastinum, PointMm hilum)
    {
        float reach = MathF.Abs(hilum.X) * 5;
        var ends = new List<(PointMm Point, float Z)>(EndCount);
        for (int attempt = 0; ends.Count < EndCount && attempt < 40 * EndCount; attempt++)
        {
            float side = hilum.X < 0 ? -1 : 1;
            var point = new PointMm(side * random.Uniform(0, reach), hilum.Y + random.Uniform(-reach, reach));
            if (cavity.Contains(point) && !mediastinum.Contains(point) && cavity.NearestTo(point).DistanceMm > 4)
            {
                ends.Add((point, random.Uniform(-HalfHeightMm, HalfHeightMm)));
            }
        }

        ends.Sort((a, b) => Distance(a, hilum).CompareTo(Distance(b, hilum)));
        return ends;
    }

    private static float Distance((PointMm Point, float Z) end, PointMm hilum)
    {
        var offset = end.Point - hilum;
        return offset.X * offset.X + offset.Y * offset.Y + end.Z * end.Z;
    }

    private static void Join(List<Node> nodes, SeededRandom random, PointMm point, float z)
    {
        int parent = 0;
        float best = float.MaxValue;
        for (int i = 0; i < nodes.Count; i++)
        {
            float distance = MathF.Sqrt(Distance((point, z - nodes[i].Z), nodes[i].Point));
            if (distance + DetourWeight * nodes[i].PathMm < best)
            {
                (best, parent) = (distance + DetourWeight * nodes[i].PathMm, i);
            }
        }

        // Long joins get bends, to look natural.
        var (from, fromZ, path) = (nodes[parent].Point, nodes[parent].Z, nodes[parent].PathMm);
        float length = best - DetourWeight * path;
        int parts = 1 + (int)(length / 6);
        for (int part = 1; part <= parts; part++)
        {
            float share = (float)part / parts;
            float bend = part == parts ? 0 : 0.6f;
            var middle = PointMm.Between(from, point, share) + new PointMm(random.NextNormal() * bend, random.NextNormal() * bend);
            nodes.Add(new Node(middle, fromZ + (z - fromZ) * share, parent, path + length * share));
            parent = nodes.Count - 1;
        }
    }

    private static Segment[] Tubes(List<Node> nodes)
    {
        var ends = new int[nodes.Count];
        var hasChild = new bool[nodes.Count];
        for (int i = nodes.Count - 1; i > 0; i--)
        {
            ends[i] += hasChild[i] ? 0 : 1;
            hasChild[nodes[i].Parent] = true;
            ends[nodes[i].Parent] += ends[i];
        }

        var tubes = new Segment[nodes.Count - 1];
        for (int i = 1; i < nodes.Count; i++)
        {
            var node = nodes[i];
            var parent = nodes[node.Parent];
            float radius = Radius(ends[i]);
            float wide = MathF.Min(Radius(ends[node.Parent]), radius * 1.25f);
            tubes[i - 1] = new Segment(parent.Point, parent.Z, node.Point, node.Z, wide, radius);
        }

        return tubes;
    }

    private static float Radius(int ends)
    {
        float fourth = MathF.Sqrt(MathF.Sqrt(ends));
        return MathF.Min(EndRadiusMm * fourth * MathF.Sqrt(fourth), 4.2f);
    }

    private readonly record struct Node(PointMm Point, float Z, int Parent, float PathMm);
}
