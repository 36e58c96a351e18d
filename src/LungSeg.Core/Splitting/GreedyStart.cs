using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>Fills bins group by group, the hard ones first, each into the bin that lacks its classes most.</summary>
internal static class GreedyStart
{
    /// <summary>Groups in the order of how unevenly they spread over the classes, the worst first; ties by <paramref name="random"/>.</summary>
    public static int[] HardestFirst(SplitProblem problem, SeededRandom random)
    {
        var order = Shuffled(problem, random);
        var spread = new double[order.Length];
        for (var i = 0; i < order.Length; i++)
            spread[i] = -Spread(problem, order[i]);
        var ranks = Enumerable.Range(0, order.Length).ToArray();
        Array.Sort(ranks, (a, b) => spread[a] != spread[b] ? spread[a].CompareTo(spread[b]) : a.CompareTo(b));
        return Array.ConvertAll(ranks, rank => order[rank]);
    }

    /// <summary>Groups in an order of chance.</summary>
    public static int[] Shuffled(SplitProblem problem, SeededRandom random)
    {
        var order = Enumerable.Range(0, problem.Groups).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>Bin of each group, no bin empty.</summary>
    public static int[] Fill(SplitProblem problem, int[] order)
    {
        var (bins, classes) = (problem.Bins, problem.Classes);
        var filled = new double[bins * classes];
        var groupsIn = new int[bins];
        var result = new int[problem.Groups];
        for (var i = 0; i < order.Length; i++)
        {
            var counts = problem.CountsOf(order[i])[..classes];
            var mustOpen = groupsIn.Count(count => count == 0) == order.Length - i;
            var best = -1;
            var bestCost = double.PositiveInfinity;
            for (var bin = 0; bin < bins; bin++)
            {
                if (mustOpen && groupsIn[bin] > 0)
                    continue;
                var cost = Crowding(problem, counts, bin, filled);
                if (cost < bestCost)
                    (best, bestCost) = (bin, cost);
            }

            result[order[i]] = best;
            groupsIn[best]++;
            for (var c = 0; c < classes; c++)
                filled[best * classes + c] += counts[c] / (problem.Targets[best] * problem.Shares[c]);
        }

        return result;
    }

    /// <summary>Growth of the summed squares of the bins' fill levels by class, each level weighted by its target.</summary>
    private static double Crowding(SplitProblem problem, ReadOnlySpan<int> counts, int bin, double[] filled)
    {
        double cost = 0;
        for (var c = 0; c < counts.Length; c++)
            cost += counts[c] * (2 * filled[bin * counts.Length + c] + counts[c] / (problem.Targets[bin] * problem.Shares[c]));
        return cost;
    }

    private static double Spread(SplitProblem problem, int group)
    {
        double sum = 0;
        double squares = 0;
        foreach (var count in problem.CountsOf(group)[..problem.Classes])
        {
            sum += count;
            squares += (double)count * count;
        }

        return squares * problem.Classes - sum * sum;
    }
}
