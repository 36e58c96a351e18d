using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Splitting;

/// <summary>What a split needs of a row.</summary>
/// <param name="Name">Name, for example <c>lung_cancer_train:17</c>.</param>
/// <param name="Label">Label as it stands in the file, or null.</param>
/// <param name="Class">Canonical class, which the split balances; the label itself where it is not a Lung-RADS class.</param>
/// <param name="Group">Group that must stay together.</param>
/// <param name="LesionPixels">Lesion pixels; null without a mask.</param>
/// <param name="IsKeptTest">Whether the row is in the kept test set.</param>
public sealed record SplitRow(string Name, string? Label, string Class, string Group, long? LesionPixels, bool IsKeptTest = false)
{
    /// <summary>Content key; null where the row has none, or its pixels were not read.</summary>
    public string? Key { get; init; }

    /// <summary>Content key of the slice that the row was converted from, by the manifest of an output of ours; else null.</summary>
    public string? ManifestKey { get; init; }

    /// <summary>Whether the row is in no part, and only shows which others belong together; its mask is not read then.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>Whether the row is left out and its slice is missing or cannot be read.</summary>
    public bool IsUnread { get; init; }
}

/// <summary>Reads what a split needs to know of the rows of a data set: labels from the index, lesion sizes from the masks.</summary>
public static class SplitRowReader
{
    private const long NoMask = -1;

    private static readonly RowStep<MaskFacts> LesionPixels = new(
        "lesion_pixels",
        analysis =>
        {
            var values = new MaskValues();
            var pixels = Lesion.PixelCount(analysis.Sample, values) ?? NoMask;

            // Where masks do not hold their classes, those that the input has shown so far stand for those of the row.
            double[] found = [.. analysis.Row.Input.Index.FoundClasses?.Found ?? values.Found, 0, 0, 0];
            return new MaskFacts(pixels, found[0], found[1], found[2]);
        },
        _ => PieceCodec.ForUnmanaged<MaskFacts>()
    );

    /// <summary>Reads the rows, of those that are not chosen only the index. The result is in the order of the rows.</summary>
    /// <param name="work">The rows.</param>
    /// <param name="groups">Group of each row.</param>
    /// <param name="keptTest">Input whose rows are the kept test set; null for none.</param>
    /// <param name="isChosen">Rows that are not left out; null for all.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="ArgumentException">There is not one group for each row.</exception>
    /// <exception cref="Bytes.DatasetFormatException">
    /// A file has changed since it was indexed, or the masks hold several classes and none is chosen.
    /// </exception>
    public static IReadOnlyList<SplitRow> Read(
        RowWork work,
        IReadOnlyList<string> groups,
        DatasetInput? keptTest,
        Func<DatasetRow, bool>? isChosen = null,
        Action? rowDone = null
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(groups);
        var rows = work.Rows;
        if (groups.Count != rows.Count)
        {
            throw new ArgumentException($"there are {groups.Count} groups for {rows.Count} rows", nameof(groups));
        }
        var masks = ReadMasks(work, isChosen, rowDone);
        int[] read = [.. Enumerable.Range(0, rows.Count).Where(i => isChosen?.Invoke(rows[i]) != false)];
        foreach (var i in read)
        {
            LesionChoice.Add(rows[i].Input, masks[i].First, masks[i].Second, masks[i].Third);
        }
        LesionChoice.Refuse([.. read.Select(i => rows[i].Input).Distinct()]);
        return
        [
            .. rows.Select(
                (row, i) =>
                    isChosen?.Invoke(row) == false
                        ? new SplitRow(row.Name, row.FoundLabelText, SplitSummary.GetClass(row.FoundLabelText), groups[i], null)
                        {
                            IsLeftOut = true,
                        }
                        : CreateRow(row, groups[i], masks[i].Pixels) with
                        {
                            IsKeptTest = ReferenceEquals(row.Input, keptTest),
                        }
            ),
        ];
    }

    /// <summary>The rows with the keys that manifests of outputs of ours have.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="read">What was read of them.</param>
    /// <exception cref="IOException">A file is gone or cannot be read.</exception>
    public static IReadOnlyList<SplitRow> WithManifestKeys(IReadOnlyList<DatasetRow> rows, IReadOnlyList<SplitRow> read) =>
        [.. read.Zip(RowKeys.FromManifests(rows), (row, key) => row with { ManifestKey = key })];

    /// <summary>Writes what is read of a shard's chosen rows to the shard.</summary>
    /// <param name="work">The rows.</param>
    /// <param name="isChosen">Rows that are read; null for all.</param>
    /// <param name="rowDone">Called after each row, from any thread.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static void Put(RowWork work, Func<DatasetRow, bool>? isChosen = null, Action? rowDone = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        ReadMasks(work, isChosen, rowDone);
    }

    private static MaskFacts[] ReadMasks(RowWork work, Func<DatasetRow, bool>? isChosen, Action? rowDone)
    {
        var pass = new RowPass(work);
        if (isChosen is not null)
        {
            pass.AddFilter((i, _) => isChosen(work.Rows[i]));
        }
        var masks = pass.Add(LesionPixels);
        pass.Run(rowDone);
        return masks;
    }

    private static SplitRow CreateRow(DatasetRow row, string group, long pixels) =>
        new(row.Name, row.LabelText, row.Label?.Class ?? SplitSummary.GetClass(row.LabelText), group, pixels == NoMask ? null : pixels);

    /// <summary>What a split needs of a mask.</summary>
    /// <param name="Pixels">Lesion pixels; -1 without a mask.</param>
    /// <param name="First">The first of its values other than 0; 0 where it has none.</param>
    /// <param name="Second">The second of them.</param>
    /// <param name="Third">The third of them.</param>
    private readonly record struct MaskFacts(long Pixels, double First, double Second, double Third);
}
