using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;
using LungSeg.Core.Formats.Npz;
using LungSeg.Core.Model;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>Writes a copy of an input in which the arrays of one column have new values, made row by row; everything else is byte-identical.</summary>
internal static class ArrayRewriter
{
    /// <summary>Gives the new values of a row, float64 [row, col] in C order.</summary>
    /// <param name="sample">The row.</param>
    /// <param name="values">Receives the values.</param>
    public delegate void RowValues(CtSample sample, Span<double> values);

    /// <summary>Writes the copy with new values of hu_array (of the array itself, in a file that holds nothing but hu_array_old). Memory stays flat.</summary>
    /// <param name="input">The input; unpacked, where it is compressed.</param>
    /// <param name="target">The file to fill.</param>
    /// <param name="changes">Whether a row gets new values.</param>
    /// <param name="make">Makes the values of a row.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="DatasetFormatException">The layout of the file does not allow it, or a value does not fit the column's dtype.</exception>
    public static void Write(DatasetInput input, SafeFileHandle target, Func<long, bool> changes, RowValues make, int jobs)
    {
        var request = new ArrayEditRequest(input.Columns.Hu is null ? DatasetColumns.HuOld : DatasetColumns.Hu, DatasetColumns.HuOld, changes);
        if (input.Format == NpzFormat.FormatName)
        {
            NpzRewriter.Write(input, target, request, ((content, destination) => Fill(input, content, make, destination), jobs));
            return;
        }

        if (FormatRegistry.OfName(input.Format) is not IEditableFormat format)
            throw FormatError.Unsupported(input.Source.Name, 0, $"arrays in a {input.Format} are not replaced; convert it to a pickle or .npy first (lungseg convert --to pickle)");
        var edited = new EditedFile(input.Source, format.PlanEdits(input.Source, ReadLimits.Default, request));
        ParallelRows.Run(edited.PieceCount, jobs, piece => edited.Write(target, piece, (content, destination) => Fill(input, content, make, destination)));
    }

    private static void Fill(DatasetInput input, ArrayContent content, RowValues make, Span<byte> destination)
    {
        using var sample = new DatasetRow(input, content.Row).Load();
        if (content.IsOriginal)
        {
            Encode(input, content, sample.ReadValues(content.Layout), destination);
            return;
        }

        if (content.Layout.Count > int.MaxValue / sizeof(double))
            throw FormatError.TooLarge(input.Source.Name, content.Layout.Payload.Offset, "number of pixels", content.Layout.Count, int.MaxValue / sizeof(double));
        using var buffer = PixelBufferPool.Shared.Rent((int)content.Layout.Count * sizeof(double));
        var values = MemoryMarshal.Cast<byte, double>(buffer.Span);
        make(sample, values);
        Encode(input, content, values, destination);
    }

    private static void Encode(DatasetInput input, ArrayContent content, ReadOnlySpan<double> values, Span<byte> destination)
    {
        if (!ArrayEncoder.TryEncode(values, content.Layout, destination))
        {
            throw FormatError.Unsupported(
                input.Source.Name, content.Layout.Payload.Offset, $"new values of row {input.Stem}:{content.Row} do not fit its dtype {content.Layout.DType.Name}");
        }
    }
}
