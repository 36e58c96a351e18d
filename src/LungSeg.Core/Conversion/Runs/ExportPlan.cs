using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Plans which rows are written, under which names, and in which part.</summary>
internal static class ExportPlan
{
    /// <summary>Chooses the rows that can be written: all rows, or rows with a lesion where slices are cut around it.</summary>
    /// <exception cref="InvalidRequestException">No row has a lesion to cut around.</exception>
    public static IReadOnlyList<DatasetRow> Choose(IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        var chosen = options.LesionCrop is null ? rows : FindLesions(rows, options.Jobs);
        return chosen.Count > 0 || rows.Count == 0
            ? chosen
            : throw new InvalidRequestException(
                RequestParameter.LesionCrop,
                "no selected row has a lesion to cut around; nothing to write"
            );
    }

    /// <summary>Names the rows and puts them into their parts.</summary>
    /// <exception cref="InvalidRequestException">The split does not name a row, or two of its parts have the same file names.</exception>
    public static ExportRow[] Create(Dataset dataset, IReadOnlyList<DatasetRow> rows, ConversionOptions options)
    {
        var names = new RowFileNames(dataset.Inputs.Select(input => input.Stem));
        var named = rows.Select(
                (row, position) =>
                {
                    var number = dataset.GetNumber(row);
                    return new ExportRow(row, position, names.Get(row.Name))
                    {
                        Number = number,
                        IsOwn = options.Shard?.Shard.Contains(number) ?? true,
                    };
                }
            )
            .ToArray();
        var placed = options.Split is { } split ? Place(named, split) : KeepParts(named);
        PartRows.Check(placed);
        return placed;
    }

    private static ExportRow[] Place(ExportRow[] rows, IReadOnlyDictionary<string, RowPlace> split)
    {
        var missing = rows.Where(row => !split.ContainsKey(row.Name)).Select(row => row.Name).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidRequestException(
                RequestParameter.Split,
                $"the split does not name {missing.Length} of {rows.Length} rows, {missing[0]} the first; make it for these inputs",
                new RequestHint(RequestParameter.Rows)
            );
        }

        return
        [
            .. rows.Select(row =>
                split[row.Name] is var place ? row with { Part = place.Part, Fold = place.Fold, Group = place.Group } : row
            ),
        ];
    }

    /// <summary>Without a split, rows keep the parts that their input gives them, so that a test set stays a test set.</summary>
    private static ExportRow[] KeepParts(ExportRow[] rows)
    {
        var parts = rows.Select(row => row.Row.GetText(DatasetColumns.Part)).ToArray();
        return Array.TrueForAll(parts, part => !string.IsNullOrEmpty(part))
            ? [.. rows.Zip(parts, (row, part) => row with { Part = part })]
            : rows;
    }

    private static DatasetRow[] FindLesions(IReadOnlyList<DatasetRow> rows, int jobs)
    {
        var has = new bool[rows.Count];
        ParallelRows.Run(
            rows.Count,
            jobs,
            i =>
            {
                if (rows[i].Mask is { } mask)
                {
                    using var sample = rows[i].Load();
                    has[i] = Lesion.RequireMask(sample, mask).AsSpan().Contains((byte)1);
                }
            }
        );
        return [.. rows.Where((_, i) => has[i])];
    }
}
