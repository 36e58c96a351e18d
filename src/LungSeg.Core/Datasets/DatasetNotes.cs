using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Finds what is odd about a data set from its index and a few lines of pixels.</summary>
public static class DatasetNotes
{
    private const int LongestLabelShown = 40;

    internal static List<string> Collect(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        var notes = new List<string>(dataset.Notes);
        foreach (var input in dataset.Inputs)
        {
            var prefix = dataset.Inputs.Count == 1 ? string.Empty : $"{input.Stem}: ";
            notes.AddRange(input.Notes.Concat(MissingColumns(input)).Concat(MaskClasses(input)).Select(note => prefix + note));
        }

        AddRows(
            notes,
            rows,
            row => row.HuIsHuOld,
            names => $"hu_array and hu_array_old are one object in {names}: thresholding failed there and the raw slice was stored"
        );
        notes.AddRange(HuSwapProbe.Look(rows));
        AddLabels(notes, rows);
        if (EmptyCells(rows) is { } empty)
        {
            notes.Add(empty);
        }
        AddRows(notes, rows, ShapesDiffer, names => $"mask and HU arrays have different shapes in {names}");
        return notes;
    }

    private static IEnumerable<string> MissingColumns(DatasetInput input)
    {
        var missing = DatasetColumns.InOrder.Except(input.ColumnNames).ToArray();
        if (input.Damage is not null && input.ColumnNames.Count == 0)
        {
            yield break;
        }
        if (missing.Length == DatasetColumns.InOrder.Count)
        {
            var has = input.ColumnNames.Count == 0 ? "no columns" : $"the columns {ShortList.Join(input.ColumnNames, 10)}";
            yield return $"this is not the lung cancer segmentation data set: it has {has} and none of "
                + $"{string.Join(", ", DatasetColumns.InOrder)}";
        }
        else if (missing.Length > 0 && input.Container != "array")
        {
            var (noun, verb) = missing.Length == 1 ? ("column", "is") : ("columns", "are");
            yield return $"{noun} {string.Join(", ", missing)} {verb} absent";
        }
    }

    /// <summary>A note on the classes that the file names for its masks, where there are several and none is chosen.</summary>
    private static IEnumerable<string> MaskClasses(DatasetInput input)
    {
        var classes = input.Index.MaskClasses;
        if (!input.HasLesionChoice && input.Index.Undecided is null && classes.Named.Count(named => !named.IsIgnored) > 1)
        {
            yield return $"the masks have the classes {string.Join(", ", classes.Named)}: every one"
                + $"{(classes.Ignored is null ? string.Empty : " but ignore")} is counted as lesion";
        }
    }

    private static void AddLabels(List<string> notes, IReadOnlyList<DatasetRow> rows)
    {
        const int MaxLabels = 10;
        string[] unknown =
        [
            .. rows.Where(row => row.FoundLabelText is not null && row.Label is null).Select(row => row.FoundLabelText!).Distinct(),
        ];
        foreach (var label in unknown.Order(StringComparer.Ordinal).Take(MaxLabels))
        {
            var found = RowListText.Find(rows, row => row.FoundLabelText == label);
            notes.Add($"label '{PrintableText.Escape(label, LongestLabelShown)}' is no Lung-RADS class, in {found}");
        }
        if (unknown.Length > MaxLabels)
        {
            notes.Add($"{unknown.Length - MaxLabels} more labels are no Lung-RADS class");
        }
        AddRows(notes, rows, row => row.HasMissingLabel, names => $"the label is missing in {names}");
        AddRows(
            notes,
            rows,
            row => row is { FoundLabelText: null, HasMissingLabel: false } && row.Input.Columns.Label is not null,
            names => $"the label is neither text nor a number in {names}"
        );
    }

    private static void AddRows(
        List<string> notes,
        IReadOnlyList<DatasetRow> rows,
        Func<DatasetRow, bool> isOdd,
        Func<string, string> sentence
    )
    {
        if (RowListText.Find(rows, isOdd) is { } odd)
        {
            notes.Add(sentence(odd));
        }
    }

    /// <summary>A note that names the rows without an array in a mask or HU column; null where there are none.</summary>
    public static string? EmptyCells(IReadOnlyList<DatasetRow> rows) =>
        RowListText.Find(rows, HasNoArray) is { } odd ? $"a mask or HU cell holds no array in {odd}" : null;

    private static bool HasNoArray(DatasetRow row)
    {
        var columns = row.Input.Columns;
        return (columns.Mask is not null && row.FoundMask is null)
            || (columns.Hu is not null && row.FoundHu is null)
            || (columns.HuOld is not null && row.FoundHuOld is null);
    }

    private static bool ShapesDiffer(DatasetRow row)
    {
        bool Differ(ArrayInfo? a, ArrayInfo? b) => a is not null && b is not null && !ReferenceEquals(a, b) && !a.HasShapeOf(b);
        return Differ(row.FoundMask, row.FoundHu) || Differ(row.FoundMask, row.FoundHuOld) || Differ(row.FoundHu, row.FoundHuOld);
    }
}
