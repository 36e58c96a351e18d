using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>Reads the index of a NIfTI-1 file: one row a slice.</summary>
internal static class NiftiReader
{
    /// <summary>Reads the header and checks that the file has its voxels.</summary>
    /// <exception cref="DatasetFormatException">The header is damaged, or the voxels are truncated.</exception>
    public static NiftiHeader Identify(IByteSource source)
    {
        var header = NiftiHeader.Read(source);
        var left = source.Length - header.DataOffset;
        return header.DataBytes <= left ? header : throw Cut(source, header, left);
    }

    /// <summary>The table of a file; with <see cref="Leniency.Salvage"/> the complete slices of a truncated file.</summary>
    public static TableIndex Read(IByteSource source, Leniency leniency)
    {
        var header = NiftiHeader.Read(source);
        var left = source.Length - header.DataOffset;
        DatasetFormatException? damage = null;
        var stated = header.Slices;
        if (header.DataBytes > left)
        {
            damage = Cut(source, header, left);
            if (leniency == Leniency.Strict || left < header.SliceBytes)
            {
                throw damage;
            }
            header = header with { Slices = (int)(left / header.SliceBytes) };
        }

        var notes = header.Notes;
        if (damage is null && left > header.DataBytes)
        {
            notes = [.. notes, $"{left - header.DataBytes} bytes follow the voxels and were ignored"];
        }
        return new TableIndex
        {
            Container = TableIndex.BareColumn,
            Rows = header.Slices,
            Columns = [Voxels(header), .. Space(header)],
            Notes = notes,
            Damage = damage,
            StatedRows = damage is null ? null : stated,
        };
    }

    private static TableColumn Voxels(NiftiHeader header)
    {
        if (header.IsScaled)
        {
            return new NiftiScaledColumn(TableIndex.BareColumn, header);
        }
        var stack = ArrayInfo.Contiguous(
            header.DType,
            [header.Slices, header.Height, header.Width],
            fortran: false,
            new Payload(header.DataOffset, header.DataBytes)
        );
        return new StackColumn(TableIndex.BareColumn, stack);
    }

    private static IEnumerable<TableColumn> Space(NiftiHeader header)
    {
        if (header.SpacingMm is not { } spacing)
        {
            yield break;
        }
        yield return new ConstantColumn(DatasetColumns.RowSpacingMm, DType.Float64.Name, new Cell(CellKind.Number, spacing.RowMm));
        yield return new ConstantColumn(DatasetColumns.ColumnSpacingMm, DType.Float64.Name, new Cell(CellKind.Number, spacing.ColumnMm));
        if (header.Grid is { } grid)
        {
            yield return new NiftiPositionColumn(grid);
            yield return new ConstantColumn(DatasetColumns.ImageOrientation, "str", new Cell(CellKind.Text, grid.First.OrientationText));
        }
    }

    private static DatasetFormatException Cut(IByteSource source, NiftiHeader header, long left)
    {
        var shape = header.IsVolume ? $"{header.Width} x {header.Height} x {header.Slices}" : $"{header.Width} x {header.Height}";
        return FormatError.Truncated(
            source.Name,
            Math.Min(header.DataOffset, source.Length),
            $"{shape} voxels of {header.DType.Name} from byte {header.DataOffset} on",
            header.DataBytes,
            Math.Max(0, left)
        );
    }
}
