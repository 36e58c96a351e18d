using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Browse;

/// <summary>The predictions that are shown. Rows without one, and predictions without a row, are noted and not refused.</summary>
internal sealed class OpenedPredictions : IDisposable
{
    private readonly List<PredictionSet> _sets = [];

    /// <summary>The predictions, in the order in which they were given.</summary>
    public IReadOnlyList<PredictionSet> Sets => _sets;

    /// <summary>Opens predictions for rows.</summary>
    /// <exception cref="DatasetFormatException">A file is damaged, or holds another number of predictions than there are rows.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static OpenedPredictions Open(
        IReadOnlyList<PredictionOptions> options,
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        RunSettings settings,
        Terminal terminal
    )
    {
        var opened = new OpenedPredictions();
        try
        {
            foreach (var one in options)
            {
                var set = PredictionSet.Open(one, dataset, rows);
                opened._sets.Add(set);
                foreach (var note in settings.Quiet ? [] : ListNotes(set, one, rows.Count))
                {
                    terminal.Error.WriteLine($"lungseg: {PrintableText.Escape(note)}");
                }
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var set in _sets)
        {
            set.Dispose();
        }
    }

    private static IEnumerable<string> ListNotes(PredictionSet set, PredictionOptions options, int rows)
    {
        foreach (var note in set.Notes)
        {
            yield return note;
        }

        if (set.Missing.Count() is > 0 and var missing)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{options.Path}: {missing} of {rows} rows have no prediction");
        }

        if (set.Extra.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{options.Path}: {set.Extra.Count} predictions belong to no row");
        }
    }
}
