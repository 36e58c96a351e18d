using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Arrays;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>Array columns as stacks [n, row, col]: all rows of one shape and one type.</summary>
internal sealed class StackColumns : IRowArrays
{
    private readonly ExportRun _run;
    private readonly StoredArrays _arrays;
    private readonly Dictionary<string, DType> _dtypes = [];
    private readonly SliceSize _size;

    /// <param name="run">The run.</param>
    /// <param name="isOneSize">Whether all slices must have one size, as in a stack; else <see cref="Size"/> has no meaning.</param>
    /// <exception cref="DatasetFormatException">Rows differ in shape though they must not, or an array is missing.</exception>
    public StackColumns(ExportRun run, bool isOneSize = true)
    {
        _run = run;
        _arrays = new StoredArrays(run);
        foreach (var name in _arrays.Names)
        {
            _dtypes[name] = CommonType(name);
        }

        if (isOneSize)
        {
            _size = CommonSize(run.Rows, GetSize);
            return;
        }

        foreach (var row in run.Rows)
        {
            GetSize(row);
        }
    }

    public List<string> Names => _arrays.Names;

    /// <summary>Size that all slices share.</summary>
    public SliceSize Size => _size;

    /// <summary>Type of a stack's elements, little endian.</summary>
    public DType GetDType(string name) => _dtypes[name];

    /// <summary>Header of the stack's .npy.</summary>
    public byte[] CreateHeader(string name) => NpyWriter.Header(_dtypes[name], _run.Rows.Count, _size.Height, _size.Width);

    /// <inheritdoc/>
    public IEnumerable<string> GetNames(ExportRow row) => Names;

    /// <inheritdoc/>
    public long GetLength(ExportRow row, string name) =>
        GetSize(row) is var size ? (long)size.Height * size.Width * _dtypes[name].ItemSize : 0;

    /// <inheritdoc/>
    public RowBytes Load(ExportRow row) => new StackBytes(this, row);

    /// <summary>Reads one row's slice of a stack.</summary>
    /// <exception cref="DatasetFormatException">A value does not fit the type that was asked for.</exception>
    private byte[] Read(ExportRow row, string name)
    {
        var (stored, dtype) = (_arrays.GetDType(row, name), _dtypes[name]);
        using var values = _arrays.Load(row);
        var isFitting = _run.Slices.Resizer.IsIdentity;
        if (isFitting && stored == dtype)
        {
            return values.Read(name);
        }

        var raw = values.View(name);
        if (name != DatasetColumns.Mask)
        {
            HuEncoding.RefuseRounded(raw, stored, row.Row, name);
        }

        var wide = new double[raw.Length / stored.ItemSize];
        ElementConversion.ToDouble(raw, stored, wide);
        var fitted = isFitting ? wide : Fit(row, name, wide);
        var bytes = new byte[fitted.Length * dtype.ItemSize];
        HuEncoding.Encode(fitted, dtype, row, bytes);
        if (dtype.Kind != 'f' && name != DatasetColumns.Mask)
        {
            _run.Manifest.CountLost(Manifest.SignedZeros, HuEncoding.SignedZeros(fitted));
        }

        return bytes;
    }

    /// <summary>The size that all rows share.</summary>
    /// <exception cref="DatasetFormatException">The rows have several sizes.</exception>
    public static SliceSize CommonSize(IReadOnlyList<ExportRow> rows, Func<ExportRow, SliceSize> sizeOf)
    {
        if (rows.Count == 0)
        {
            return default;
        }

        var size = sizeOf(rows[0]);
        foreach (var row in rows)
        {
            if (sizeOf(row) is var other && other != size)
            {
                throw FormatError.Unsupported(
                    row.Row.Input.Source.Name,
                    $"row {row.Name} is {other.Height} x {other.Width} px, row {rows[0].Name} {size.Height} x {size.Width}; a stack "
                        + "needs one size",
                    new RequestHint(RequestParameter.Size)
                );
            }
        }

        return size;
    }

    /// <summary>Size of a row's slice as it is written.</summary>
    /// <exception cref="DatasetFormatException">The row's arrays are not slices, or have several shapes.</exception>
    public SliceSize GetSize(ExportRow row)
    {
        var shape = StoredArrays.GetShape(row, _arrays.Names[0]);
        if (shape.Length != 2 || shape.Contains(0))
        {
            throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                $"{_arrays.Names[0]} of row {row.Name} has shape ({string.Join(", ", shape)}), expected a slice [row, col] with pixels"
            );
        }

        foreach (var name in _arrays.Names)
        {
            if (!StoredArrays.GetShape(row, name).AsSpan().SequenceEqual(shape))
            {
                throw FormatError.Unsupported(
                    row.Row.Input.Source.Name,
                    $"{name} of row {row.Name} has another shape than {_arrays.Names[0]}"
                );
            }
        }

        return _run.Slices.Resizer.GetSize(new SliceSize(shape[0], shape[1]));
    }

    private DType CommonType(string name)
    {
        if (name != DatasetColumns.Mask && HuEncoding.Asked(_run.Options.DType) is { } asked)
        {
            return asked;
        }

        var types = _run.Rows.Select(row => _arrays.GetDType(row, name)).Distinct().ToArray();
        return types is [var one] ? one
            : name == DatasetColumns.Mask ? DType.Int8
            : DType.Float64;
    }

    private double[] Fit(ExportRow row, string name, double[] values)
    {
        var resizer = _run.Slices.Resizer;
        var stored = StoredArrays.GetShape(row, name) is var shape ? new SliceSize(shape[0], shape[1]) : default;
        using var sample = row.Row.Load();
        ReadOnlySpan<byte> lesion = row.Row.Mask is null
            ? new byte[values.Length]
            : Lesion.RequireMask(sample, row.Row.HuOld ?? row.Row.Hu ?? row.Row.Mask);
        var frame = resizer.GetFrame(lesion, stored);
        var size = resizer.GetSize(stored);
        _run.Manifest.SetPlacement(row, new SlicePlacement(stored, frame, size));
        var result = new double[size.Height * size.Width];
        if (name != DatasetColumns.Mask)
        {
            resizer.Fit(values, stored, frame, result);
            return result;
        }

        var mask = new byte[result.Length];
        _run.Manifest.CountLost(Manifest.LostLesions, resizer.Fit(lesion, stored, frame, mask));
        ElementConversion.ToDouble(mask, SlicePixels.UInt8, result);
        return result;
    }

    /// <summary>The slices of one row.</summary>
    private sealed class StackBytes(StackColumns stacks, ExportRow row) : RowBytes
    {
        public override byte[] Read(string name) => stacks.Read(row, name);

        public override void Dispose() { }
    }
}
