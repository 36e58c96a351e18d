using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Statistics.Documents;

namespace LungSeg.Core.Statistics;

/// <summary>Joins figures that were computed apart: shards of a data set, or files of one.</summary>
/// <remarks>The result is that of one pass over all inputs, in the order in which the parts name them.</remarks>
public sealed class StatisticsMerge
{
    private readonly List<InputFile> _inputs = [];
    private readonly SortedDictionary<(int Input, long Row), RowStatistics> _rows = [];
    private readonly Dictionary<string, HuDistribution> _distributions = [];
    private readonly Dictionary<string, SortedDictionary<int, MeasuredShard>> _shards = [];
    private StatisticsReport? _first;

    /// <summary>Adds a part.</summary>
    /// <param name="part">The figures.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <exception cref="DatasetFormatException">It measured something else, or a row of it was there already; nothing of it is added
    /// then.</exception>
    public void Add(StatisticsReport part, string path)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = StatisticsReader.GetName(path);
        CheckSameQuestion(part, name);
        var stems = AddInputs(part);
        var places = part.Statistics.Rows.Select(row => (Place: GetPlace(row, stems, name), Row: row)).ToArray();
        foreach (var (place, row) in places)
        {
            if (_rows.ContainsKey(place))
            {
                throw FormatError.Corrupt(name, $"row {_inputs[place.Input].Stem}:{place.Index} is in two of the documents");
            }
        }

        _first ??= part;
        foreach (var (place, row) in places)
        {
            _rows.Add(
                (place.Input, place.Index),
                row with
                {
                    Row = FormattableString.Invariant($"{_inputs[place.Input].Stem}:{place.Index}"),
                }
            );
        }
        foreach (var group in part.Statistics.By)
        {
            if (!_distributions.TryGetValue(group.Name!, out var distribution))
            {
                _distributions.Add(group.Name!, distribution = new HuDistribution());
            }
            distribution.Add(group.Distribution);
        }

        NoteShards(part);
    }

    /// <summary>The joined figures.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public StatisticsReport Finish()
    {
        if (_first is null)
        {
            throw new InvalidOperationException("nothing to merge");
        }
        return _first with
        {
            Inputs = [.. _inputs],
            Shards = [.. Incomplete.SelectMany(shards => shards.Values)],
            Statistics = DatasetStatistics.Combine([.. _rows.Values], _distributions, _first.Statistics.IsByGroup),
        };
    }

    /// <summary>Shards that no document holds, for example <c>1/4</c>.</summary>
    public IEnumerable<string> MissingShards() =>
        from shards in Incomplete
        let count = shards.First().Value.Shard.Count
        from index in Enumerable.Range(0, count)
        where !shards.ContainsKey(index)
        select new Shard(index, count).ToString();

    private IEnumerable<SortedDictionary<int, MeasuredShard>> Incomplete =>
        _shards.Values.Where(shards => shards.Count < shards.First().Value.Shard.Count);

    private void CheckSameQuestion(StatisticsReport part, SourceName name)
    {
        if (_first is null)
        {
            return;
        }
        if (
            part.Image != _first.Image
            || part.Figures != _first.Figures
            || part.Where != _first.Where
            || part.Statistics.IsByGroup != _first.Statistics.IsByGroup
        )
        {
            throw FormatError.Corrupt(
                name,
                "it does not answer the question of the documents before it: image, figures, condition and grouping must be equal"
            );
        }
    }

    /// <summary>Adds the inputs that are new; gives the position of each by the stem that the part calls it.</summary>
    private Dictionary<string, int> AddInputs(StatisticsReport part)
    {
        var stems = new Dictionary<string, int>();
        foreach (var input in part.Inputs)
        {
            var known = Enumerable.Range(0, _inputs.Count).FirstOrDefault(at => IsSame(_inputs[at], input) && !stems.ContainsValue(at), -1);
            if (known < 0)
            {
                known = _inputs.Count;
                _inputs.Add(input with { Stem = Unique(InputStem.FromPath(input.Path)) });
            }

            stems.Add(input.Stem, known);
        }

        return stems;
    }

    // Stems are made anew as one pass over all inputs would make them.
    private string Unique(string stem)
    {
        var unique = stem;
        for (var count = 2; _inputs.Exists(input => input.Stem == unique); count++)
        {
            unique = $"{stem}~{count}";
        }
        return unique;
    }

    private static bool IsSame(InputFile a, InputFile b) => (a.Path, a.Format, a.Rows, a.Bytes) == (b.Path, b.Format, b.Rows, b.Bytes);

    private static (int Input, long Index) GetPlace(RowStatistics row, Dictionary<string, int> stems, SourceName name)
    {
        var colon = row.Row.LastIndexOf(':');
        if (
            colon < 0
            || !stems.TryGetValue(row.Row[..colon], out var input)
            || !long.TryParse(
                row.Row.AsSpan(colon + 1),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var index
            )
        )
        {
            throw FormatError.Corrupt(name, $"row '{row.Row}' belongs to none of its document's inputs");
        }
        return (input, index);
    }

    private void NoteShards(StatisticsReport part)
    {
        foreach (var measured in part.Shards)
        {
            var key = string.Join('\n', measured.Inputs) + '\n' + measured.Shard.Count;
            if (!_shards.TryGetValue(key, out var shards))
            {
                _shards.Add(key, shards = []);
            }
            shards[measured.Shard.Index] = measured;
        }
    }
}

/// <summary>A part of a data set that was measured while others were not.</summary>
/// <param name="Inputs">Paths of the data set's files.</param>
/// <param name="Shard">Which part.</param>
public sealed record MeasuredShard(IReadOnlyList<string> Inputs, Shard Shard);
