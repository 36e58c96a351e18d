using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>Assigns groups to bins greedily: hard groups first, each to the bin that lacks its classes most.</summary>
internal static class GreedyStart
{
    /// <summary>
    /// Groups in descending order of how unevenly they spread over the classes; ties by <paramref name="random"/>, or by group number
    /// without it.
    /// </summary>
    public static int[] HardestFirst(SplitProblem problem, SeededRandom? random)
    {
        var order = random is null ? [.. Enumerable.Range(0, problem.Groups)] : Shuffled(problem, random);
        var spread = new double[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            spread[i] = -Spread(problem, order[i]);
        }
        var ranks = Enumerable.Range(0, order.Length).ToArray();
        Array.Sort(ranks, (a, b) => spread[a] != spread[b] ? spread[a].CompareTo(spread[b]) : a.CompareTo(b));
        return Array.ConvertAll(ranks, rank => order[rank]);
    }

    /// <summary>Groups in random order.</summary>
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

    /// <summary>Bin of each group; no bin is empty.</summary>
    /// <param name="problem">Groups and bins.</param>
    /// <param name="order">Groups in the order in which they are assigned.</param>
    /// <param name="bySpread">
    /// Whether to choose the bin that makes the fill levels of a class differ least, instead of the bin that lacks the group's classes
    /// most.
    /// </param>
    public static int[] Fill(SplitProblem problem, int[] order, bool bySpread = false)
    {
        var bins = problem.Bins;
        var levels = new double[bins * problem.Classes];
        var rows = new double[bins];
        var result = new int[problem.Groups];
        var empty = bins;
        for (var i = 0; i < order.Length; i++)
        {
            var counts = problem.GetCounts(order[i])[..problem.Classes];
            var mustOpen = empty == order.Length - i;
            var best = -1;
            var bestCost = double.PositiveInfinity;
            for (var bin = 0; bin < bins; bin++)
            {
                if (mustOpen && rows[bin] > 0)
                {
                    continue;
                }
                var cost = bySpread ? SpreadWith(problem, counts, bin, levels) : Crowding(problem, counts, bin, levels);
                if (best < 0 || cost < bestCost || (IsClose(cost, bestCost) && rows[bin] < rows[best]))
                {
                    (best, bestCost) = (bin, cost);
                }
            }

            result[order[i]] = best;
            empty -= rows[best] == 0 ? 1 : 0;
            rows[best] += problem.Sizes[order[i]] / problem.Targets[best];
            for (var c = 0; c < counts.Length; c++)
            {
                levels[best * counts.Length + c] += Rise(problem, counts, best, c);
            }
        }

        return result;
    }

    /// <summary>
    /// How much a group's rows of a class raise a bin's fill level. At level 1 the bin has the rows of that class that it should get.
    /// </summary>
    private static double Rise(SplitProblem problem, ReadOnlySpan<int> counts, int bin, int c) =>
        counts[c] / (problem.Targets[bin] * problem.Shares[c]);

    private static bool IsClose(double a, double b) => Math.Abs(a - b) <= 1e-8 + (1e-5 * Math.Abs(b));

    /// <summary>How much a group raises the sum, over the classes, of the bin's squared fill levels, each weighted by its target.</summary>
    private static double Crowding(SplitProblem problem, ReadOnlySpan<int> counts, int bin, double[] levels)
    {
        double cost = 0;
        for (var c = 0; c < counts.Length; c++)
        {
            cost += counts[c] * (2 * levels[bin * counts.Length + c] + Rise(problem, counts, bin, c));
        }
        return cost;
    }

    /// <summary>Sum over the classes of the standard deviation of fill levels, with the group in the bin.</summary>
    private static double SpreadWith(SplitProblem problem, ReadOnlySpan<int> counts, int bin, double[] levels)
    {
        double cost = 0;
        for (var c = 0; c < counts.Length; c++)
        {
            var rise = Rise(problem, counts, bin, c);
            double sum = 0;
            for (var other = 0; other < problem.Bins; other++)
            {
                sum += levels[other * counts.Length + c];
            }
            var mean = (sum + rise) / problem.Bins;
            double squares = 0;
            for (var other = 0; other < problem.Bins; other++)
            {
                var off = levels[other * counts.Length + c] + (other == bin ? rise : 0) - mean;
                squares += off * off;
            }

            cost += Math.Sqrt(squares / problem.Bins);
        }

        return cost;
    }

    private static double Spread(SplitProblem problem, int group)
    {
        double sum = 0;
        double squares = 0;
        foreach (var count in problem.GetCounts(group)[..problem.Classes])
        {
            sum += count;
            squares += (double)count * count;
        }

        return squares * problem.Classes - sum * sum;
    }
}
