using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>
/// Finds the division of groups into bins with the smallest deviation of classes: late acceptance hill climbing (Burke and Bykov 2017) from
/// several greedy starts. A second search improves lesion strata and sizes while it keeps the balance of classes. The number of steps is
/// fixed, so the result does not depend on time.
/// </summary>
internal static class SplitSearch
{
    private const int FewGroups = 2_000;
    private const int ManyStarts = 6;
    private const int FewStarts = 2;
    private const int ManyFills = 24;
    private const int Loosenings = 4;

    /// <summary>
    /// Share of the first search's gain in class balance that the second search may give back for lesion and size balance; half a row where
    /// that is more.
    /// </summary>
    private const double GivenBack = 0.1;
    private const double MaxGivenBack = 0.25;
    private const double HalfRow = 0.5;

    /// <summary>
    /// Where groups have several rows: share by which bins may miss their sizes beyond what is unavoidable, or half a group of mean size.
    /// </summary>
    private const double SizeTolerance = 0.05;
    private const double HalfGroup = 0.5;

    /// <summary>Bin of each group; no bin is empty.</summary>
    public static int[] Run(SplitProblem problem, ulong seed)
    {
        if (problem.Bins == 1)
        {
            return new int[problem.Groups];
        }
        var random = new SeededRandom(seed);
        var fills = Fills(problem, random);
        var (greedy, greedyCost) = fills.Select(fill => (fill, new SplitState(problem, fill).Cost)).MinBy(fill => fill.Cost.Class);

        // The fill without random numbers comes last, so that among equally good divisions the seed decides and repeats differ.
        int[][] starts = [.. fills.Skip(1).Take(problem.Groups <= FewGroups ? ManyStarts : FewStarts), fills[0]];

        var sizes = (int[])starts[0].Clone();
        var smallest = Improve(problem, sizes, new SplitObjective { ClassWeight = 1e-3, SizeWeight = 1 }, random).Size;
        var tolerance = problem.Groups == problem.Rows ? 0 : Math.Max(SizeTolerance, HalfGroup * problem.Bins / problem.Groups);
        var byClass = new SplitObjective
        {
            LesionWeight = 1e-6,
            SizeWeight = 1e-6,
            SizeLimit = smallest + tolerance,
        };
        var best = Best(problem, starts, byClass, random);

        // Few or giant groups: equal sizes can cost class balance that a greedy fill has, so the limit on sizes is loosened in steps.
        var loosenings = problem.Groups == problem.Rows ? 0 : Loosenings;
        var room = Math.Max(0, greedyCost.Size - byClass.SizeLimit) / Loosenings;
        for (var i = 0; i < loosenings && new SplitState(problem, best).Cost.Class > greedyCost.Class; i++)
        {
            byClass = byClass with { SizeLimit = byClass.SizeLimit + room };
            best = Best(problem, [best, .. starts, greedy], byClass, random);
        }

        var found = new SplitState(problem, best).Cost.Class;
        var gained = Math.Max(0, greedyCost.Class - found);
        var givenBack = Math.Min(MaxGivenBack * gained, Math.Max(GivenBack * gained, HalfRow * problem.Bins / problem.Rows));
        var within = byClass with { LesionWeight = 1, SizeWeight = 1, ClassLimit = found + givenBack };
        Improve(problem, best, within, random);
        return best;
    }

    private static int[] Best(SplitProblem problem, int[][] starts, SplitObjective objective, SeededRandom random)
    {
        int[]? best = null;
        var bestCost = double.PositiveInfinity;
        foreach (var start in starts)
        {
            var bins = (int[])start.Clone();
            var cost = objective.Evaluate(Improve(problem, bins, objective, random));
            if (cost < bestCost)
            {
                (best, bestCost) = (bins, cost);
            }
        }

        return best!;
    }

    /// <summary>
    /// Greedy fills in several orders. The first is that of scikit-learn's StratifiedGroupKFold, so no result is worse than scikit-learn's.
    /// </summary>
    private static List<int[]> Fills(SplitProblem problem, SeededRandom random)
    {
        var count = problem.Groups <= FewGroups ? ManyFills : FewStarts + 1;
        List<int[]> fills = [GreedyStart.Fill(problem, GreedyStart.HardestFirst(problem, null), bySpread: true)];
        for (var i = 0; fills.Count < count; i++)
        {
            fills.Add(
                GreedyStart.Fill(problem, i % 2 == 0 ? GreedyStart.HardestFirst(problem, random) : GreedyStart.Shuffled(problem, random))
            );
        }
        return fills;
    }

    /// <summary>Replaces <paramref name="bins"/> by the best division that a search from it finds.</summary>
    private static SplitCost Improve(SplitProblem problem, int[] bins, SplitObjective objective, SeededRandom random)
    {
        var climb = new LateAcceptance(new SplitState(problem, bins), problem, objective, random);
        climb.Run();
        climb.State.Bins.CopyTo(bins);
        return climb.State.Cost;
    }
}
