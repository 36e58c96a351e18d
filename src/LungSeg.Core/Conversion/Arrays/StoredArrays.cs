using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Grouping;
using LungSeg.Core.Model;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>The arrays of rows as they are, by column, for formats that hold whole rows; hu_array is made where no row has one.</summary>
internal sealed class StoredArrays : IRowArrays
{
    private readonly RowMasker? _method;
    private readonly Manifest _manifest;
    private readonly bool _keepsGaps;

    /// <exception cref="DatasetFormatException">A row lacks an array that another one has, or an array is not a numeric slice.</exception>
    public StoredArrays(ExportRun run)
    {
        (_manifest, _keepsGaps) = (run.Manifest, run.Options.KeepsGaps);
        var names = new List<string>();
        foreach (var (name, find) in Columns)
        {
            if (run.Rows.Any(row => find(row.Row) is not null))
            {
                names.Add(name);
            }
        }

        if (names.Count == 0 && run.Rows is [var any, ..])
        {
            var input = any.Row.Input;
            var has = string.Join(", ", input.ColumnNames.Take(10).Select(name => PrintableText.Escape(name, 20)));
            throw FormatError.Unsupported(
                input.Source.Name,
                $"no column of arrays is known: it has {(has.Length > 0 ? has : "no columns")}, expected {DatasetColumns.Mask}, "
                    + $"{DatasetColumns.Hu} or {DatasetColumns.HuOld}",
                new RequestHint(RequestParameter.Column)
            );
        }

        if (!names.Contains(DatasetColumns.Hu) && names.Contains(DatasetColumns.HuOld) && run.Options.MissingHuMethod is { } method)
        {
            _method = CreateMasker(run, method);
            names.Insert(names.IndexOf(DatasetColumns.HuOld), DatasetColumns.Hu);
            run.Notes.Add($"the inputs have no {DatasetColumns.Hu}: it is made of {DatasetColumns.HuOld} by {method}");
            run.Manifest.Set("hu_array_made_by", method);
            run.Manifest.Set("hu_array_context", SliceContexts.Name(run.Options.HuContext));
            if (method == HullMasker.MethodName)
            {
                run.Manifest.Set("hu_array_hull_margin", run.Options.HullMargin);
            }
        }
        else if (
            names.Contains(DatasetColumns.Hu)
            && run.Options.MissingHuMethod is { } unused
            && unused != ConversionOptions.DefaultHuMethod
        )
        {
            run.Notes.Add(
                $"the inputs have {DatasetColumns.Hu}: it is written as it is, not made by {unused}; 'lungseg threshold' makes it anew"
            );
        }

        Names = names;
        foreach (var row in run.Rows)
        {
            foreach (var name in names)
            {
                Check(row, name);
            }
        }
    }

    /// <summary>Names of the array columns, in the order of the published files.</summary>
    public List<string> Names { get; }

    private static (string Name, Func<DatasetRow, ArrayInfo?> Find)[] Columns { get; } =
    [(DatasetColumns.Mask, row => row.Mask), (DatasetColumns.Hu, row => row.Hu), (DatasetColumns.HuOld, row => row.HuOld)];

    /// <inheritdoc/>
    /// <remarks>In a pickle, hu_array may be the same object as hu_array_old. It then has no bytes of its own.</remarks>
    public IEnumerable<string> GetNames(ExportRow row) =>
        row.Row.HuIsHuOld ? Names.Where(name => name != DatasetColumns.Hu)
        : _keepsGaps ? Names.Where(name => Has(row, name))
        : Names;

    /// <summary>Whether a row has an array, of its own or one that is made for it.</summary>
    public bool Has(ExportRow row, string name) =>
        Find(row.Row, name) is not null || (name == DatasetColumns.Hu && _method is not null && row.Row.HuOld is not null);

    /// <inheritdoc/>
    public long GetLength(ExportRow row, string name) => FindOrOld(row, name).Count * GetDType(row, name).ItemSize;

    /// <inheritdoc/>
    public RowBytes Load(ExportRow row) => new StoredBytes(row, _method, _manifest);

    /// <summary>Shape of a row's array.</summary>
    public static int[] GetShape(ExportRow row, string name) => [.. FindOrOld(row, name).Shape.Select(length => (int)length)];

    /// <summary>Type in which a row's array is written: its own type, little endian; float64 for an hu_array that is made here.</summary>
    public DType GetDType(ExportRow row, string name) =>
        name == DatasetColumns.Hu && _method is not null ? DType.Float64 : FindOrOld(row, name).DType.With(ByteOrder.Little);

    /// <summary>Finds the array of a column; null where the row has none.</summary>
    public static ArrayInfo? Find(DatasetRow row, string name) => Array.Find(Columns, column => column.Name == name).Find(row);

    private static ArrayInfo FindOrOld(ExportRow row, string name) => Find(row.Row, name) ?? row.Row.HuOld!;

    private static RowMasker CreateMasker(ExportRun run, string name)
    {
        if (!LungMaskers.TryGet(name, out var method))
        {
            throw new InvalidRequestException(RequestParameter.HuMethod, $"'{name}' is not a method");
        }

        // The neighbours are those in the whole data set, whichever rows are chosen; a merge takes over what the shards made of them.
        var makes = run.Options.Merged is null || run.Options.Verify;
        return new RowMasker(
            method is HullMasker ? new HullMasker(run.Options.HullMargin) : method,
            run.Options.HuContext == SliceContext.Scan && makes ? ScanNeighbours.Find(run.Dataset.Rows, run.Options.Jobs) : null,
            [.. run.Rows.Where(row => row.IsOwn).Select(row => row.Row)],
            run.Options.Jobs
        );
    }

    private void Check(ExportRow row, string name)
    {
        var source = row.Row.Input.Source.Name;
        var array = Find(row.Row, name);
        if (array is null && !_keepsGaps && !(name == DatasetColumns.Hu && _method is not null))
        {
            throw FormatError.Unsupported(source, $"row {row.Name} has no {name}, other rows do", new RequestHint(RequestParameter.Rows));
        }

        if (
            array is not null
            && (!array.DType.IsNumeric || array.ByteLength > int.MaxValue || array.Shape.Any(length => length > int.MaxValue))
        )
        {
            throw FormatError.Unsupported(
                source,
                $"{name} of row {row.Name} is {array.DType.Name} ({string.Join(", ", array.Shape)}), which is not a slice of numbers"
            );
        }
    }
}
