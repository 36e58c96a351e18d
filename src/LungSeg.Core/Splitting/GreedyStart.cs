using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>Fills bins group by group, the hard ones first, each into the bin that lacks its classes most.</summary>
internal static class GreedyStart
{
    /// <summary>
    /// Groups in the order of how unevenly they spread over the classes, the worst first; ties by <paramref name="random"/>, or by number
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
    /// <param name="problem">What to divide.</param>
    /// <param name="order">Groups in the order in which they are placed.</param>
    /// <param name="bySpread">Whether the bin is chosen that makes the fill levels of a class differ least, and not the one that lacks the
    /// group's classes most.</param>
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

    /// <summary>By how much a group's rows of a class raise a bin's fill level, 1 being what the bin should get of that class.</summary>
    private static double Rise(SplitProblem problem, ReadOnlySpan<int> counts, int bin, int c) =>
        counts[c] / (problem.Targets[bin] * problem.Shares[c]);

    private static bool IsClose(double a, double b) => Math.Abs(a - b) <= 1e-8 + (1e-5 * Math.Abs(b));

    /// <summary>Growth of the summed squares of the bins' fill levels by class, each level weighted by its target.</summary>
    private static double Crowding(SplitProblem problem, ReadOnlySpan<int> counts, int bin, double[] levels)
    {
        double cost = 0;
        for (var c = 0; c < counts.Length; c++)
        {
            cost += counts[c] * (2 * levels[bin * counts.Length + c] + Rise(problem, counts, bin, c));
        }
        return cost;
    }

    /// <summary>Sum over the classes of the standard deviation of the fill levels, once the group is in the bin.</summary>
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
