using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Masks of several classes, in which the chosen ones are 1 and all others 0; without a choice only ignored pixels are 0.
/// </summary>
internal sealed class LesionColumn : TableColumn
{
    private readonly IReadOnlyList<double>? _values;
    private readonly double? _ignored;
    private readonly MaskValues _seen;

    private LesionColumn(TableColumn below, MaskClasses classes, IReadOnlyList<string> chosen, MaskValues seen)
        : base(below.Name, chosen.Count > 0 ? DType.Int8.Name : below.Storage)
    {
        Below = below;
        IsChosen = chosen.Count > 0;
        _values = IsChosen && !classes.IsChosen ? classes.Find(chosen) : null;
        _ignored = classes.Ignored;
        _seen = seen;
    }

    /// <summary>Whether classes are chosen; else only ignored pixels are left out.</summary>
    public bool IsChosen { get; }

    /// <summary>The masks as the file has them.</summary>
    public TableColumn Below { get; }

    public override CellKind? CommonKind => Below.CommonKind;

    public override Cell this[long row]
    {
        get
        {
            var cell = Below[row];
            return cell.Array is { } array && SliceForms.Find(array) is { } slice ? new Cell(CellKind.Array, Wrap(slice)) : cell;
        }
    }

    public override string Describe(long row) => Below.Describe(row);

    /// <summary>The table with the masks of its lesion: as they are where nothing is chosen, and nothing is ignored.</summary>
    /// <param name="index">The table.</param>
    /// <param name="chosen">Names or values of classes; empty where none is chosen.</param>
    /// <param name="seen">Receives the values of the masks as they are stored.</param>
    /// <exception cref="InvalidRequestException">The masks have no such class.</exception>
    public static TableIndex Apply(TableIndex index, IReadOnlyList<string> chosen, MaskValues seen)
    {
        var at = index.Columns.ToList().FindIndex(column => column.Name == DatasetColumns.Mask);
        if (at < 0 || (chosen.Count == 0 && index.MaskClasses.Ignored is null))
        {
            return index;
        }
        var columns = index.Columns.ToList();
        columns[at] = new LesionColumn(columns[at], index.MaskClasses, chosen, seen);
        return index with { Columns = columns };
    }

    private ArrayInfo Wrap(ArrayInfo slice) =>
        ArrayInfo.Decoded(
            IsChosen ? DType.Int8 : slice.DType.With(ByteOrder.Little),
            [.. slice.Shape],
            slice.Payload,
            new Decoder(this, slice)
        );

    private bool IsLesion(double value) =>
        value != 0 && value != _ignored && !double.IsNaN(value) && (_values is null || _values.Contains(value));

    private sealed class Decoder(LesionColumn column, ArrayInfo slice) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            var stored = new byte[slice.ByteLength];
            ArrayReader.Read(slice.UnpackedSource ?? source, slice, stored);
            var values = new double[slice.Count];
            ElementConversion.ToDouble(stored, slice.DType, values);
            column._seen.Add(values);
            if (column.IsChosen)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    destination[i] = column.IsLesion(values[i]) ? (byte)1 : (byte)0;
                }
                return;
            }

            var size = slice.DType.ItemSize;
            stored.CopyTo(destination);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] == column._ignored)
                {
                    destination.Slice(i * size, size).Clear();
                }
            }
        }
    }
}
