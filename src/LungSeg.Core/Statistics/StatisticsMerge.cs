using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics.Documents;

namespace LungSeg.Core.Statistics;

/// <summary>Merges statistics documents: those of the shards of a data set, or those of its files.</summary>
/// <remarks>The result equals one pass over all inputs, in the order in which the documents name the inputs.</remarks>
public sealed class StatisticsMerge
{
    private readonly List<InputFile> _inputs = [];
    private readonly SortedDictionary<(int Input, long Row), RowStatistics> _rows = [];
    private readonly Dictionary<string, HuDistribution> _distributions = [];
    private readonly Dictionary<string, SortedDictionary<int, MeasuredShard>> _shards = [];
    private StatisticsReport? _first;
    private bool _holdsHu;

    /// <summary>Adds a document.</summary>
    /// <param name="part">The figures.</param>
    /// <param name="path">Path of the document, for errors.</param>
    /// <exception cref="DatasetFormatException">
    /// The document measures something else than those before it, or holds a row that was added already; nothing of it is added.
    /// </exception>
    public void Add(StatisticsReport part, string path)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = StatisticsReader.GetName(path);
        CheckSameMeasure(part, name);
        var inputs = _inputs.ToList();
        var positions = AddInputs(part, inputs);
        var rows = new Dictionary<(int Input, long Index), RowStatistics>();
        foreach (var row in part.Statistics.Rows)
        {
            var key = GetKey(row, positions, name);
            var rowName = FormattableString.Invariant($"{inputs[key.Input].Stem}:{key.Index}");
            if (_rows.ContainsKey(key))
            {
                throw FormatError.Corrupt(name, $"row {rowName} is in two of the documents");
            }
            if (!rows.TryAdd(key, row with { Row = rowName }))
            {
                throw FormatError.Corrupt(name, $"row {rowName} is in the document twice");
            }
        }

        _first ??= part;
        _holdsHu |= part.HoldsHu;
        _inputs.AddRange(inputs.Skip(_inputs.Count));
        foreach (var (key, row) in rows)
        {
            _rows.Add(key, row);
        }
        foreach (var group in part.Statistics.By)
        {
            // The stem of an input may be another among the inputs of all documents.
            var key = part.Statistics.Grouping == RowGrouping.Input ? inputs[positions[group.Name!]].Stem : group.Name!;
            if (!_distributions.TryGetValue(key, out var distribution))
            {
                _distributions.Add(key, distribution = new HuDistribution());
            }
            distribution.Add(group.Distribution);
        }

        NoteShards(part);
    }

    /// <summary>The merged figures.</summary>
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
            HoldsHu = _holdsHu,
            Shards = [.. Incomplete.SelectMany(shards => shards.Values)],
            Statistics = DatasetStatistics.Combine([.. _rows.Values], _distributions, _first.Statistics.Grouping),
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

    private void CheckSameMeasure(StatisticsReport part, SourceName name)
    {
        if (_first is null)
        {
            return;
        }
        var (what, found, expected) =
            part.Image != _first.Image ? ("image", HuColumns.Name(part.Image), HuColumns.Name(_first.Image))
            : part.Figures != _first.Figures ? ("figures", FamilyNames(part), FamilyNames(_first))
            : part.Where != _first.Where ? ("condition", part.Where ?? "none", _first.Where ?? "none")
            : part.Statistics.Grouping != _first.Statistics.Grouping ? ("grouping", GroupedBy(part), GroupedBy(_first))
            : (null, null, null);
        if (what is not null)
        {
            throw FormatError.Corrupt(name, $"found {what} {found}, expected {what} {expected}, as in the documents before it");
        }
    }

    private static string FamilyNames(StatisticsReport report) => string.Join(",", FigureFamilyNames.Get(report.Figures));

    private static string GroupedBy(StatisticsReport report) =>
        report.Statistics.Grouping == RowGrouping.Label ? "by class" : "by " + RowGroupings.Name(report.Statistics.Grouping);

    /// <summary>Adds the inputs of a document that <paramref name="inputs"/> lacks.</summary>
    /// <returns>Position in <paramref name="inputs"/> of each stem of the document.</returns>
    private static Dictionary<string, int> AddInputs(StatisticsReport part, List<InputFile> inputs)
    {
        var positions = new Dictionary<string, int>();
        foreach (var input in part.Inputs)
        {
            var known = Enumerable
                .Range(0, inputs.Count)
                .FirstOrDefault(at => IsSame(inputs[at], input) && !positions.ContainsValue(at), -1);
            if (known < 0)
            {
                known = inputs.Count;

                // A member of an archive has a name of its own; any other stem may have got a number among the inputs of its part.
                var ofFile = InputStem.FromPath(input.Path);
                var stem = input.Stem.StartsWith(ofFile, StringComparison.Ordinal) ? ofFile : input.Stem;
                inputs.Add(input with { Stem = MakeUnique(stem, inputs) });
            }

            positions.Add(input.Stem, known);
        }

        return positions;
    }

    // The stems that one pass over all inputs would give.
    private static string MakeUnique(string stem, List<InputFile> inputs)
    {
        var unique = stem;
        for (var count = 2; inputs.Exists(input => input.Stem == unique); count++)
        {
            unique = $"{stem}~{count}";
        }
        return unique;
    }

    private static bool IsSame(InputFile a, InputFile b) => (a.Path, a.Format, a.Rows, a.Bytes) == (b.Path, b.Format, b.Rows, b.Bytes);

    private static (int Input, long Index) GetKey(RowStatistics row, Dictionary<string, int> positions, SourceName name)
    {
        var colon = row.Row.LastIndexOf(':');
        if (
            colon < 0
            || !positions.TryGetValue(row.Row[..colon], out var input)
            || !long.TryParse(
                row.Row.AsSpan(colon + 1),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var index
            )
        )
        {
            throw FormatError.Corrupt(name, $"row '{row.Row}' is of none of the document's inputs");
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

/// <summary>A measured shard of a data set of which other shards are not measured yet.</summary>
/// <param name="Inputs">Paths of the data set's files.</param>
/// <param name="Shard">The shard.</param>
public sealed record MeasuredShard(IReadOnlyList<string> Inputs, Shard Shard);
