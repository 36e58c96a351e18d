using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Evaluation;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>
/// Report on predicted masks as one self-contained page of HTML, in the house of <see cref="HtmlReport"/>. The same rows and predictions
/// give the same bytes.
/// </summary>
public static class PredictionReport
{
    /// <summary>Writes the page. Rows whose pictures it shows, and their predictions, are read again.</summary>
    /// <param name="output">Receives the page, which declares UTF-8.</param>
    /// <param name="data">Content of the page.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static void Write(TextWriter output, PredictionReportData data)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(data);
        var content = new PredictionContent(data);
        content.Draw();
        PredictionPage.Write(content, output);
    }
}

/// <summary>What the page on predicted masks is made of.</summary>
public sealed record PredictionReportData
{
    /// <summary>The judgement.</summary>
    public required ModelEvaluation Evaluation { get; init; }

    /// <summary>The inputs.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>The judged rows, in the order of those of the judgement, for which the predictions were opened.</summary>
    public required IReadOnlyList<DatasetRow> Rows { get; init; }

    /// <summary>The predictions, in the order of the models.</summary>
    public required IReadOnlyList<PredictionSet> Predictions { get; init; }

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether the page lists rows whose truth may be wrong.</summary>
    public bool ShowsSuspects { get; init; }

    /// <summary>What the page is told besides.</summary>
    public required PageOptions Options { get; init; }
}

/// <summary>All that the page on predicted masks shows.</summary>
/// <param name="data">What it is made of.</param>
internal sealed class PredictionContent(PredictionReportData data)
{
    private const int WorstCount = 8;
    private const int ApartCount = 4;
    private const int SuspectCount = 8;
    private const double MinApart = 0.05;
    private readonly Dictionary<string, PredictionPictures> _pictures = [];

    public ModelEvaluation Evaluation => data.Evaluation;

    public PredictionReportData Data => data;

    /// <summary>Models, with the CSS classes of their colours.</summary>
    public IReadOnlyList<(ModelFigures Figures, string Style)> Models { get; } =
    [.. data.Evaluation.Models.Select((model, i) => (model, data.Evaluation.Models.Count == 1 ? "k-all" : $"k-f{i % Cuts.MaxCharted}"))];

    /// <summary>Rows with the lowest Dice.</summary>
    public IReadOnlyList<JudgedRow> Worst { get; } = data.Evaluation.ListWorst(WorstCount);

    /// <summary>Rows in which the Dice of models lies farthest apart; none with one model.</summary>
    public IReadOnlyList<JudgedRow> Apart { get; private set; } = [];

    /// <summary>Rows whose truth may be wrong, the most suspicious first; empty where they were not asked for.</summary>
    public IReadOnlyList<JudgedRow> Suspects { get; } = data.ShowsSuspects ? data.Evaluation.RankSuspects() : [];

    /// <summary>The suspects with pictures.</summary>
    public IReadOnlyList<JudgedRow> PicturedSuspects => [.. Suspects.Take(SuspectCount)];

    /// <summary>Command lines.</summary>
    public InputCommands Commands { get; } = new(data.Inputs, data.Options.Reading);

    /// <summary>Chooses rows and draws their pictures.</summary>
    public void Draw()
    {
        double Spread(JudgedRow row) => Evaluation.GetDice(row).ToArray() is { Length: > 1 } dice ? dice.Max() - dice.Min() : 0;
        Apart = ModelEvaluation.TakeByGroup(
            [.. Evaluation.Rows.Where(row => Spread(row) >= MinApart).OrderByDescending(Spread)],
            ApartCount
        );
        var shown = Worst.Concat(Apart).Concat(PicturedSuspects).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var positions = Enumerable.Range(0, data.Rows.Count).Where(i => shown.Contains(data.Rows[i].Name)).ToArray();
        var pictures = new PredictionPictures[positions.Length];
        var memory = new RowMemoryPool();
        var jobs = RowJobs.Limit([.. positions.Select(i => data.Rows[i])], Evaluation.Options.Jobs);
        ParallelRows.Run(
            positions.Length,
            jobs,
            i => pictures[i] = PredictionPictures.Draw(data.Rows[positions[i]], positions[i], data.Predictions, memory)
        );
        foreach (var (position, drawn) in positions.Zip(pictures))
        {
            _pictures.Add(data.Rows[position].Name, drawn);
        }
    }

    public PredictionPictures GetPictures(JudgedRow row) => _pictures[row.Name];

    /// <summary>Anchor of a row.</summary>
    public string GetAnchor(string row) => RowAnchor.Create(data.Inputs, row);

    /// <summary>The name of a row, as a link to its pictures where it has some.</summary>
    public Html.Markup Link(string row) => RowAnchor.Link(_pictures.ContainsKey(row) ? GetAnchor(row) : null, row);
}
