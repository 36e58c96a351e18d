using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>
/// Looks for the division of groups into bins whose classes deviate least: late acceptance hill climbing (Burke and Bykov 2017) from several
/// greedy starts, then the same on lesion strata and sizes within what the classes allow. Steps are counted, never timed.
/// </summary>
internal static class SplitSearch
{
    private const int FewGroups = 2_000;
    private const int ManyStarts = 6;
    private const int FewStarts = 2;

    /// <summary>Share of what the search gained over the greedy starts that lesion and size balance may take back.</summary>
    private const double GivenBack = 0.1;

    /// <summary>Bins may always miss their sizes by this much where groups have several rows: a split of groups cannot be exact.</summary>
    private const double SizeTolerance = 0.03;

    /// <summary>Bin of each group; every bin has one at least.</summary>
    public static int[] Run(SplitProblem problem, ulong seed)
    {
        if (problem.Bins == 1)
            return new int[problem.Groups];
        var random = new SeededRandom(seed);
        var starts = Starts(problem, random);
        var greedy = starts.ConvertAll(start => new SplitState(problem, start).Cost);
        var sizes = new SplitObjective { ClassWeight = 1e-3, SizeWeight = 1 };
        var smallest = Improve(problem, starts[0], sizes, random).Size;
        var sizeLimit = Math.Max(greedy[0].Size, problem.Groups == problem.Rows ? smallest : Math.Max(smallest, SizeTolerance));

        var byClass = new SplitObjective { LesionWeight = 1e-3, SizeWeight = 1e-3, SizeLimit = sizeLimit };
        int[]? best = null;
        var bestCost = double.PositiveInfinity;
        foreach (var start in starts)
        {
            var cost = byClass.Of(Improve(problem, start, byClass, random));
            if (cost < bestCost)
                (best, bestCost) = (start, cost);
        }

        var found = new SplitState(problem, best!).Cost.Class;
        var greedyClass = greedy.Where(cost => cost.Size <= sizeLimit).Min(cost => cost.Class);
        var within = byClass with
        {
            LesionWeight = 1,
            SizeWeight = 0.5,
            ClassLimit = found + GivenBack * Math.Max(0, greedyClass - found),
        };
        Improve(problem, best!, within, random);
        return best!;
    }

    private static List<int[]> Starts(SplitProblem problem, SeededRandom random)
    {
        var count = problem.Groups <= FewGroups ? ManyStarts : FewStarts;
        List<int[]> starts = [GreedyStart.Fill(problem, GreedyStart.HardestFirst(problem, random))];
        while (starts.Count < count)
        {
            var order = starts.Count % 2 == 0 ? GreedyStart.HardestFirst(problem, random) : GreedyStart.Shuffled(problem, random);
            starts.Add(GreedyStart.Fill(problem, order));
        }

        return starts;
    }

    /// <summary>Replaces <paramref name="bins"/> by the best division found on the way from it.</summary>
    private static SplitCost Improve(SplitProblem problem, int[] bins, SplitObjective objective, SeededRandom random)
    {
        var climb = new LateAcceptance(new SplitState(problem, bins), problem, objective, random);
        climb.Run();
        climb.State.Bins.CopyTo(bins);
        return climb.State.Cost;
    }
}
