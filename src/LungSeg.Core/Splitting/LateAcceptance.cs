using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>
/// Late acceptance hill climbing: accepts a step whose cost is at most the present cost or the cost a fixed number of steps ago. Without
/// temperature and logarithm, it takes the same steps on every machine.
/// </summary>
internal sealed class LateAcceptance(SplitState state, SplitProblem problem, SplitObjective objective, SeededRandom random)
{
    private const int MinSteps = 60_000;
    private const int StepsPerGroup = 20;
    private const int HistoryShare = 50;

    /// <summary>Maximum number of groups for which every pair is tried at the end.</summary>
    private const int FewGroups = 300;

    /// <summary>Steps taken since the best division, so that they can be undone.</summary>
    private readonly List<(int Group, int Bin, int Other)> _sinceBest = [];
    private double _current;
    private double _best;

    public SplitState State => state;

    /// <summary>Runs the search. The state ends at the best division found.</summary>
    public void Run()
    {
        var steps = Math.Max(MinSteps, StepsPerGroup * problem.Groups);
        _current = _best = objective.Evaluate(state.Cost);
        var history = new double[steps / HistoryShare];
        history.AsSpan().Fill(_current);
        for (var step = 0; step < steps; step++)
        {
            var slot = step % history.Length;
            Step(history[slot]);
            history[slot] = Math.Min(history[slot], _current);
        }

        GoBackToBest();
        if (problem.Groups <= FewGroups)
        {
            Descend();
        }
    }

    private void Step(double late)
    {
        var group = random.Below(problem.Groups);
        var from = state.Bins[group];
        int other;
        int to;
        if ((random.NextBits() >> 63) == 0)
        {
            other = -1;
            to = random.Below(problem.Bins - 1);
            to += to >= from ? 1 : 0;
        }
        else
        {
            other = random.Below(problem.Groups);
            to = state.Bins[other];
            if (to == from)
            {
                return;
            }
        }

        if (!state.TryMeasure(group, other, to, out var cost))
        {
            return;
        }
        var value = objective.Evaluate(cost);
        if (value > _current && value > late)
        {
            return;
        }
        state.Apply();
        _current = value;
        if (value < _best)
        {
            _best = value;
            _sinceBest.Clear();
        }
        else
        {
            _sinceBest.Add((group, from, other));
        }
    }

    private void GoBackToBest()
    {
        for (var i = _sinceBest.Count - 1; i >= 0; i--)
        {
            var (group, bin, other) = _sinceBest[i];
            state.TryMeasure(group, other, bin, out _);
            state.Apply();
        }

        _current = objective.Evaluate(state.Cost);
    }

    /// <summary>Applies every move and swap that lowers the cost, until none does.</summary>
    private void Descend()
    {
        const double MinGain = 1e-12;
        bool better;
        do
        {
            better = false;
            for (var group = 0; group < problem.Groups; group++)
            {
                for (var bin = 0; bin < problem.Bins; bin++)
                {
                    better |= bin != state.Bins[group] && Take(group, -1, bin, MinGain);
                }
                for (var other = group + 1; other < problem.Groups; other++)
                {
                    better |= state.Bins[other] != state.Bins[group] && Take(group, other, state.Bins[other], MinGain);
                }
            }
        } while (better);
    }

    private bool Take(int group, int other, int bin, double minGain)
    {
        if (!state.TryMeasure(group, other, bin, out var cost) || objective.Evaluate(cost) > _current - minGain)
        {
            return false;
        }
        state.Apply();
        _current = objective.Evaluate(state.Cost);
        return true;
    }
}
