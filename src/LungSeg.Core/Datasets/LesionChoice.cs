using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Datasets;

/// <summary>Judges over all masks of a run whether they hold one class, which is the lesion, or several of which none is chosen.</summary>
public static class LesionChoice
{
    private const string Stored = "s:";

    /// <summary>Reads the masks of rows, and refuses those of which no lesion is known.</summary>
    /// <exception cref="DatasetFormatException">
    /// The masks hold several classes and none is chosen, or a mask lies elsewhere than its image.
    /// </exception>
    public static void Check(Dataset dataset, IReadOnlyList<DatasetRow> rows, int jobs)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        Read(rows, jobs);
        Refuse(dataset.Inputs);
    }

    /// <summary>Reads the masks of rows for their values.</summary>
    /// <exception cref="DatasetFormatException">A mask lies elsewhere than its image, or cannot be read.</exception>
    internal static void Read(IReadOnlyList<DatasetRow> rows, int jobs) =>
        ParallelRows.Run(
            rows.Count,
            jobs,
            i =>
            {
                using var sample = rows[i].Load();
                Lesion.FindValues(sample);
            }
        );

    /// <summary>
    /// The values that were found, for a shard: <c>0:2</c> is the value 2 in the first input, <c>0:s:2</c> as it is stored.
    /// </summary>
    internal static IEnumerable<KeyValuePair<string, long>> List(Dataset dataset) =>
        dataset
            .Inputs.Index()
            .SelectMany(input =>
                Texts(input.Index, string.Empty, input.Item.FoundClasses).Concat(Texts(input.Index, Stored, input.Item.StoredMaskValues))
            )
            .Select(text => new KeyValuePair<string, long>(text, 1));

    /// <summary>Adds a value that a shard found.</summary>
    internal static void Add(Dataset dataset, string text)
    {
        var parts = text.Split(':');
        if (
            int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var input)
            && input < dataset.Inputs.Count
            && double.TryParse(parts[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        )
        {
            (parts.Length > 2 ? dataset.Inputs[input].StoredMaskValues : dataset.Inputs[input].FoundClasses).Add(value);
        }
    }

    /// <summary>Adds values of a mask of an input; 0 stands for none.</summary>
    internal static void Add(DatasetInput input, params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value != 0)
            {
                input.FoundClasses.Add(value);
            }
        }
    }

    /// <summary>
    /// Forgets the values that were found while rows were chosen: of the masks that are left out nothing gets into the result.
    /// </summary>
    internal static void Forget(Dataset dataset)
    {
        foreach (var input in dataset.Inputs)
        {
            input.MaskValues.Clear();
            input.StoredMaskValues.Clear();
        }
    }

    private static IEnumerable<string> Texts(int input, string kind, MaskValues values) =>
        values.Found.Select(value => string.Create(CultureInfo.InvariantCulture, $"{input}:{kind}{value:R}"));

    /// <summary>Throws where the masks that were read hold several classes of which none is chosen.</summary>
    /// <exception cref="DatasetFormatException">They do.</exception>
    public static void Refuse(IReadOnlyList<DatasetInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        RefuseUnseen(inputs);
        foreach (var input in inputs)
        {
            if (input.FoundClasses.Found.Any(value => !double.IsInteger(value)))
            {
                throw FormatError.Unsupported(
                    input.Source.Name,
                    "the masks hold fractions, and nothing says from which on a pixel is lesion: store masks of whole numbers"
                );
            }
        }

        if (FindSeveral(inputs) is var (first, names, name))
        {
            throw FormatError.Unsupported(
                first.Source.Name,
                $"the masks hold the classes {names}, and nothing says which of them is the lesion",
                new RequestHint(RequestParameter.Lesion, name)
            );
        }
    }

    /// <summary>Notes on masks of several classes, of which every one is counted.</summary>
    public static IEnumerable<RequestNote> Notes(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (FindSeveral(dataset.Inputs) is var (first, names, name))
        {
            yield return new RequestNote(
                $"the masks hold the classes {names}: every one{(first.Index.MaskClasses.Ignored is null ? string.Empty : " but ignore")} "
                    + "is counted as lesion",
                new RequestHint(RequestParameter.Lesion, name)
            );
        }
    }

    /// <summary>
    /// The classes that are in the masks, by the names that files give them or as values, and one that can be chosen; null for one class.
    /// </summary>
    private static (DatasetInput Input, string Names, string Name)? FindSeveral(IReadOnlyList<DatasetInput> inputs)
    {
        var found = inputs
            .SelectMany(input => input.FoundClasses.Found.Select(value => (input, value)))
            .DistinctBy(seen => seen.input.Index.MaskClasses.Describe(seen.value))
            .ToArray();
        if (found.DistinctBy(seen => seen.value).Count() < 2)
        {
            return null;
        }
        var last = found[^1];
        var ignored = found[0].input.Index.MaskClasses.Named.Where(named => named.IsIgnored).Select(named => named.ToString());
        return (
            found[0].input,
            string.Join(", ", found.Select(seen => seen.input.Index.MaskClasses.Describe(seen.value)).Concat(ignored)),
            last.input.Index.MaskClasses.GetName(last.value)
        );
    }

    /// <summary>Throws where no mask holds a chosen value, so that every lesion would be missing.</summary>
    private static void RefuseUnseen(IReadOnlyList<DatasetInput> inputs)
    {
        foreach (var input in inputs)
        {
            var (stored, lesion) = (input.StoredMaskValues.Found, input.MaskValues.Found);
            if (stored.Count > 0 && lesion.Count == 0)
            {
                var classes = input.Index.MaskClasses;
                throw FormatError.Unsupported(
                    input.Source.Name,
                    $"no mask holds the chosen classes; they hold {string.Join(", ", stored.Select(classes.Describe))}",
                    new RequestHint(RequestParameter.Lesion, classes.GetName(stored[^1]))
                );
            }
        }
    }
}
