using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Editing;
using LungSeg.Core.Formats.Npz;
using LungSeg.Core.Model;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Writes a copy of an input with new values in the arrays of one column, computed row by row. All other bytes are unchanged.
/// </summary>
internal static class ArrayRewriter
{
    /// <summary>
    /// Writes the copy with new values of hu_array; in a file that holds only hu_array_old, of that array. Memory does not grow with the
    /// number of rows.
    /// </summary>
    /// <param name="input">The input. Its unpacked content is copied.</param>
    /// <param name="target">The file to fill.</param>
    /// <param name="changes">Whether a row gets new values.</param>
    /// <param name="make">Makes the values of a row.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="DatasetFormatException">
    /// The arrays of such a file cannot be replaced, or a value does not fit the column's dtype.
    /// </exception>
    public static void Write(DatasetInput input, SafeFileHandle target, Func<long, bool> changes, RowValues make, int jobs)
    {
        var request = new ArrayEditRequest(
            input.Columns.Hu is null ? DatasetColumns.HuOld : DatasetColumns.Hu,
            DatasetColumns.HuOld,
            changes
        );
        using var maker = new ContentMaker(input, make, jobs);
        if (input.Format == NpzFormat.FormatName)
        {
            NpzRewriter.Write(input, target, request, maker);
            return;
        }

        if (FormatRegistry.FindByName(input.Format) is not IEditableFormat format)
        {
            throw FormatError.Unsupported(
                input.Source.Name,
                $"arrays in a {input.Format} are not replaced; convert it to a pickle or .npy first",
                new RequestHint(RequestParameter.Format, "pickle")
            );
        }
        var edits = format.PlanEdits(input.Source, ReadLimits.Default, request);
        foreach (var edit in edits)
        {
            maker.Prepare(edit.Content);
        }
        var edited = new EditedFile(input.Source, edits);
        if (edited.Length is not null)
        {
            ParallelRows.Run(edited.PieceCount, jobs, piece => edited.Write(target, piece, maker.Fill));
        }
        else
        {
            OrderedRows.Run(
                edited.PieceCount,
                jobs,
                piece => edited.Make(piece, maker.Fill),
                (piece, made) => Append(edited, target, piece, made)
            );
        }
    }

    private static void Append(EditedFile edited, SafeFileHandle target, int piece, MadePiece made)
    {
        using (made)
        {
            edited.Append(target, piece, made);
        }
    }
}
