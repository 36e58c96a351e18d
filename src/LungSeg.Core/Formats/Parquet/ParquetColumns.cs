using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Members;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column of numbers, truth values, dates or texts.</summary>
internal sealed class ParquetCellColumn(ParquetTable table, ParquetLeaf leaf) : TableColumn(leaf.Name, GetStorage(leaf))
{
    private const int ShownBytes = 1 << 12;

    public override CellKind? CommonKind =>
        leaf.DType?.Kind switch
        {
            'b' => CellKind.Bool,
            'M' => CellKind.DateTime,
            not null => CellKind.Number,
            _ => leaf.IsText ? CellKind.Text
            : leaf.IsBinary ? null
            : CellKind.Other,
        };

    public override Cell this[long row]
    {
        get
        {
            if (leaf is { DType: null, IsText: false, IsBinary: false })
            {
                return Cell.Other;
            }
            var (group, page, index) = table.Find(leaf, row);
            var decoded = table.GetPage(leaf, group, page);
            var position = decoded.GetPosition(index, leaf.MaxDefinition);
            return position < 0 ? Cell.Missing : GetCell(decoded.Values!, position);
        }
    }

    /// <summary>The cells of all rows, one after another: faster than by row.</summary>
    public IEnumerable<Cell> EnumerateCells()
    {
        for (var group = 0; group < table.GroupCount; group++)
        {
            var pages = table.GetPages(leaf, group).Pages;
            for (var page = 0; page < pages.Count; page++)
            {
                var decoded = table.GetPage(leaf, group, page);
                for (var index = 0; index < pages[page].Values; index++)
                {
                    var position = decoded.GetPosition(index, leaf.MaxDefinition);
                    yield return position < 0 ? Cell.Missing : GetCell(decoded.Values!, position);
                }
            }
        }
    }

    private Cell GetCell(ParquetValues values, int position)
    {
        if (values is BinaryValues binary)
        {
            return GetText(binary[position].Span);
        }
        var bytes = ((FixedValues)values)[position];
        if (leaf.DType is not { } dtype)
        {
            return GetText(bytes);
        }
        if (dtype.Kind != 'M')
        {
            return NumericColumn.FromBytes(bytes, dtype);
        }
        var count =
            bytes.Length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return DateValue.Create(count, dtype.Unit, leaf.Element.Meaning.IsUtc ? "UTC" : null) is { } date
            ? new Cell(CellKind.DateTime, date)
            : Cell.Missing;
    }

    private Cell GetText(ReadOnlySpan<byte> bytes) =>
        leaf.IsText ? new Cell(CellKind.Text, Encoding.UTF8.GetString(bytes))
        : bytes.Length <= ShownBytes && Utf8.IsValid(bytes) && !bytes.Contains((byte)0)
            ? new Cell(CellKind.Text, Encoding.UTF8.GetString(bytes))
        : Cell.Other;

    public override string Describe(long row) =>
        leaf.IsBinary && this[row].Kind == CellKind.Other
            ? $"bytes of which nothing says type and shape: the columns {leaf.Name}{ParquetReader.TypeSuffix} (such as float64), rows and "
                + "columns do, or bytes as numpy.save writes them"
            : base.Describe(row);

    private static string GetStorage(ParquetLeaf leaf) =>
        leaf.DType is { Kind: 'M' } dtype ? $"datetime64[{dtype.Unit.Code()}{(leaf.Element.Meaning.IsUtc ? ", UTC" : string.Empty)}]"
        : leaf.DType is { } number ? number.Name
        : leaf.IsText ? "str"
        : "object";
}

/// <summary>A column of slices as bytes, of which other columns say the type and the size.</summary>
/// <param name="table">The file.</param>
/// <param name="leaf">The column.</param>
/// <param name="type">The column of numpy's names of types.</param>
/// <param name="height">The column of heights.</param>
/// <param name="width">The column of widths.</param>
internal sealed class ParquetBytesColumn(ParquetTable table, ParquetLeaf leaf, TableColumn type, TableColumn height, TableColumn width)
    : TableColumn(leaf.Name, type is { } types && table.Rows > 0 && types[0].Text is { } first ? first : "object")
{
    public override Cell this[long row]
    {
        get
        {
            var (group, page, index) = table.Find(leaf, row);
            if (leaf.MaxDefinition > 0 && table.GetPage(leaf, group, page).GetPosition(index, leaf.MaxDefinition) < 0)
            {
                return Cell.Missing;
            }
            if (
                type[row].Text is not { } name
                || !MemberArray.TryGetType(name, out var dtype)
                || height[row].Value is not long rows
                || width[row].Value is not long columns
                || rows < 0
                || columns < 0
            )
            {
                return Cell.Other;
            }

            // The page must be able to hold the slice before memory is taken for it.
            var pages = table.GetPages(leaf, group);
            var held = Math.Max(pages.Pages[page].Bytes, pages.Dictionary?.Bytes ?? 0);
            if (ArrayInfo.CountElements([rows, columns]) > held / dtype.ItemSize)
            {
                throw FormatError.Corrupt(
                    table.Source,
                    pages.Pages[page].Offset,
                    $"row {row} of column {Name} is to hold {rows} x {columns} of {dtype.Name}, its page has {held} bytes"
                );
            }
            var payload = new Payload(pages.Pages[page].Offset, pages.Pages[page].PackedBytes);
            return new Cell(CellKind.Array, ArrayInfo.Decoded(dtype, [rows, columns], payload, new Decoder(table, leaf, row)));
        }
    }

    public override string Describe(long row) =>
        $"bytes of the type '{PrintableText.Escape(type[row].Text ?? "none", 20)}'"
        + $" and size {height[row].Value ?? "none"} x {width[row].Value ?? "none"}";

    private sealed class Decoder(ParquetTable table, ParquetLeaf leaf, long row) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            var bytes = ParquetReader.GetBytes(table, leaf, row) ?? default;
            if (bytes.Length != destination.Length)
            {
                throw FormatError.Mismatch(
                    table.Source,
                    $"length of row {row} of column {leaf.Name}",
                    $"{bytes.Length} bytes",
                    $"{destination.Length} as its type and size say"
                );
            }
            bytes.Span.CopyTo(destination);
        }
    }
}

/// <summary>A column of files within the table, such as arrays of <c>numpy.save</c>.</summary>
internal sealed class ParquetFilesColumn(ParquetTable table, ParquetLeaf leaf) : TableColumn(leaf.Name, "object")
{
    public override Cell this[long row] =>
        ParquetReader.GetBytes(table, leaf, row) is { } bytes
            ? new Cell(
                CellKind.Array,
                MemberArray.Find(
                    bytes,
                    table.Source with
                    {
                        Entry = string.Create(CultureInfo.InvariantCulture, $"{leaf.Name}[{row}]"),
                    },
                    () => ParquetReader.GetBytes(table, leaf, row) ?? default
                )
            )
            : Cell.Missing;
}
