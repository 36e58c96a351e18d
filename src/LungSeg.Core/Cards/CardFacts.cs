using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Core.Sharding;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Cards;

/// <summary>What is measured of rows for their card: the figures of <c>stats</c>, the findings of <c>validate</c>, alike rows.</summary>
public sealed record CardFacts
{
    /// <summary>What the index says.</summary>
    public required DatasetSummary Summary { get; init; }

    /// <summary>Rows of inputs whose images are grey values, of which nothing says how to make HU.</summary>
    public required long GreyRows { get; init; }

    /// <summary>Whether all images are HU.</summary>
    public bool HoldsHu => GreyRows == 0;

    /// <summary>Figures of the rows, by class.</summary>
    public required DatasetStatistics Statistics { get; init; }

    /// <summary>Findings of the rules.</summary>
    public required ValidationReport Validation { get; init; }

    /// <summary>Rows that are too alike; null where no row has a slice to compare.</summary>
    public required LeakageReport? Leakage { get; init; }

    /// <summary>Rows with a slice in hu_array_old, which were compared with each other.</summary>
    public required long ComparedRows { get; init; }

    /// <summary>Rows with both HU arrays.</summary>
    public required long PairedRows { get; init; }

    /// <summary>Rows whose two HU arrays were compared with what the methods make; others of the pairs cannot be read as slices.</summary>
    public required long CheckedRows { get; init; }

    /// <summary>Rows whose hu_array a method makes bit for bit, by the method's name.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> IdenticalRows { get; init; }

    /// <summary>Rows that have an id, by the column.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Ids { get; init; }

    /// <summary>Rows that have a pixel spacing.</summary>
    public required long SpacingRows { get; init; }

    /// <summary>Rows that say where their slice lies in the patient.</summary>
    public required long PlacedRows { get; init; }

    /// <summary>Whether rows name patients, or scans and slices of them.</summary>
    public bool NamesPatients => Ids.Any(id => id.Value > 0);

    /// <summary>What <see cref="NamesPatients"/> is once the rows are measured.</summary>
    internal static bool NamePatients(IEnumerable<DatasetRow> rows) =>
        rows.Any(row => DatasetColumns.Ids.Any(column => row.GetId(column) is not null));

    /// <summary>Measures rows in one pass.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="rows">Rows of the data set.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <param name="rules">Severities and limits of rules; its threads and callback are those of the pass.</param>
    /// <exception cref="DatasetFormatException">Masks hold several classes of which none was chosen, or a file has changed.</exception>
    public static CardFacts Measure(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<RefusedInput> refused,
        ValidationOptions rules
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(rules);
        LesionChoice.Check(dataset, rows, rules.Jobs);
        using var store = new SliceStore(SliceStore.InMemoryBesideFigures);
        using var work = new RowWork(rows, rules.Jobs);
        var pass = new RowPass(work);
        var options = new StatisticsOptions { GetSpacing = row => row.SpacingMm, Jobs = rules.Jobs };
        var statistics = DatasetStatistics.AddTo(pass, rows.Count, options);
        var checks = new RowCheck?[rows.Count];
        pass.AddFilter(
            (i, analysis) =>
            {
                checks[i] = Compare(analysis);
                return true;
            }
        );
        var validation = new ValidationRun(dataset, rules);
        var verdicts = validation.AddTo(pass, store, withMirrors: true);
        pass.Run(rules.RowDone);
        var set = ComparedFindings.Conclude(validation, verdicts, refused, rules.Jobs);
        RowCheck[] compared = [.. checks.OfType<RowCheck>()];
        return new CardFacts
        {
            Summary = DatasetSummary.Create(dataset, rows),
            GreyRows = rows.Count(row => !row.Input.HoldsHu),
            Statistics = statistics(),
            Validation = set.Report,
            Leakage = set.Leakage,
            ComparedRows = set.Described.A.Count,
            PairedRows = rows.Count(HasBothHu),
            CheckedRows = compared.Length,
            IdenticalRows =
            [
                .. compared
                    .SelectMany(check => check.Methods)
                    .GroupBy(method => method.Method)
                    .Select(method => KeyValuePair.Create(method.Key, (long)method.Count(result => result.IsIdentical))),
            ],
            Ids =
            [
                .. DatasetColumns.Ids.Select(column => KeyValuePair.Create(column, (long)rows.Count(row => row.GetId(column) is not null))),
            ],
            SpacingRows = rows.Count(row => row.SpacingMm is not null),
            PlacedRows = rows.Count(row => row.Place is not null),
        };
    }

    private static bool HasBothHu(DatasetRow row) => row.FoundHu is not null && row.FoundHuOld is not null;

    /// <summary>
    /// Compares the hu_array of a row with what each method makes; null where the row has no two arrays to compare. A row whose arrays
    /// cannot be read is a finding of the rules, which the card counts.
    /// </summary>
    private static RowCheck? Compare(RowAnalysis analysis)
    {
        if (!HasBothHu(analysis.Row))
        {
            return null;
        }
        try
        {
            return ThresholdCheck.Check(analysis);
        }
        catch (DatasetFormatException)
        {
            return null;
        }
    }
}
