namespace LungSeg.Core.Splitting;

/// <summary>A division of groups into bins and its cost, which is updated as groups are moved.</summary>
/// <remarks>The cost is computed from integer counts alone, so rounding does not depend on the order of moves.</remarks>
internal sealed class SplitState
{
    private readonly SplitProblem _problem;
    private readonly int[] _bins;
    private readonly int[] _counts;
    private readonly int[] _rows;
    private readonly SplitCost[] _costs;
    private readonly int[] _delta;
    private Change _change;

    public SplitState(SplitProblem problem, ReadOnlySpan<int> bins)
    {
        _problem = problem;
        _bins = bins.ToArray();
        _counts = new int[problem.Bins * problem.Features];
        _rows = new int[problem.Bins];
        _costs = new SplitCost[problem.Bins];
        _delta = new int[problem.Features];
        for (var group = 0; group < bins.Length; group++)
        {
            _rows[bins[group]] += problem.Sizes[group];
            for (var feature = 0; feature < problem.Features; feature++)
            {
                _counts[bins[group] * problem.Features + feature] += problem.Counts[group * problem.Features + feature];
            }
        }

        _delta.AsSpan().Clear();
        for (var bin = 0; bin < problem.Bins; bin++)
        {
            _costs[bin] = ComputeCost(bin, 0, 0);
        }
        Cost = Total();
    }

    /// <summary>Bin of each group.</summary>
    public ReadOnlySpan<int> Bins => _bins;

    public SplitCost Cost { get; private set; }

    /// <summary>
    /// Computes the cost after a move of <paramref name="group"/> to <paramref name="bin"/> in exchange for <paramref name="other"/>; -1
    /// for no exchange.
    /// </summary>
    /// <returns>False where the move empties a bin.</returns>
    public bool TryMeasure(int group, int other, int bin, out SplitCost cost)
    {
        var from = _bins[group];
        var features = _problem.Features;
        var going = _problem.GetCounts(group);
        var rows = -_problem.Sizes[group];
        if (other >= 0)
        {
            var coming = _problem.GetCounts(other);
            rows += _problem.Sizes[other];
            for (var i = 0; i < features; i++)
            {
                _delta[i] = coming[i] - going[i];
            }
        }
        else
        {
            for (var i = 0; i < features; i++)
            {
                _delta[i] = -going[i];
            }
        }

        cost = default;
        if (_rows[from] + rows <= 0)
        {
            return false;
        }
        _change = new Change(group, other, rows, ComputeCost(from, 1, rows), ComputeCost(bin, -1, -rows), bin);
        cost = Cost - _costs[from] - _costs[bin] + _change.From + _change.To;
        return true;
    }

    /// <summary>Applies the move that was measured last.</summary>
    public void Apply()
    {
        var from = _bins[_change.Group];
        var to = _change.Bin;
        var features = _problem.Features;
        for (var i = 0; i < features; i++)
        {
            _counts[from * features + i] += _delta[i];
            _counts[to * features + i] -= _delta[i];
        }

        _rows[from] += _change.Rows;
        _rows[to] -= _change.Rows;
        _costs[from] = _change.From;
        _costs[to] = _change.To;
        _bins[_change.Group] = to;
        if (_change.Other >= 0)
        {
            _bins[_change.Other] = from;
        }
        Cost = Total();
    }

    private SplitCost ComputeCost(int bin, int sign, int rowsDelta)
    {
        var rows = _rows[bin] + rowsDelta;
        var (classes, features, bins) = (_problem.Classes, _problem.Features, _problem.Bins);
        var counts = _counts.AsSpan(bin * features, features);
        var shares = _problem.Shares.AsSpan(0, features);
        var delta = _delta.AsSpan(0, features);
        var perRow = rows == 0 ? 0 : 1.0 / rows;
        double ofClasses = 0;
        double ofStrata = 0;
        for (var i = 0; i < classes; i++)
        {
            ofClasses += Math.Abs((counts[i] + sign * delta[i]) * perRow - shares[i]);
        }
        for (var i = classes; i < features; i++)
        {
            ofStrata += Math.Abs((counts[i] + sign * delta[i]) * perRow - shares[i]);
        }
        var target = _problem.Targets[bin];
        return new SplitCost(
            ofClasses / ((double)bins * classes),
            ofStrata / ((double)bins * _problem.Strata),
            Math.Abs(rows - target) / (target * bins)
        );
    }

    private SplitCost Total()
    {
        var total = default(SplitCost);
        foreach (var cost in _costs)
        {
            total += cost;
        }
        return total;
    }

    private readonly record struct Change(int Group, int Other, int Rows, SplitCost From, SplitCost To, int Bin);
}
