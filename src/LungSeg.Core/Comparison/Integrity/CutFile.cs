using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>Opens a file that is not as it should be: is it a data set that ends too early, and how much of it is left?</summary>
internal static class CutFile
{
    /// <summary>The file with its whole rows, and as cut or changed where its content says which.</summary>
    public static CheckedFile Examine(CheckedFile file, DatasetOptions reading)
    {
        // A manifest without sizes cannot say that a file is too short.
        var isSizeKnown = file.Expected?.Bytes is not null;
        if (file.State != FileState.Cut && (file.State != FileState.Changed || isSizeKnown))
        {
            return file;
        }
        try
        {
            using var opener = new DatasetOpener(
                reading with
                {
                    Leniency = Leniency.Salvage,
                    NeedsKnownColumn = false,
                    ReportsNames = false,
                }
            );
            var inputs = opener.Add(file.Location);
            return inputs switch
            {
                _ when inputs.Any(input => input.Damage?.Fault == Fault.Truncated) => file with
                {
                    State = FileState.Cut,
                    WholeRows = inputs.Sum(input => input.RowCount),
                },

                // A pickle says where it ends: a shorter one that is complete was written anew.
                [{ Damage: null, Format: "pickle", Compression: null }] => file with { State = FileState.Changed },
                _ => file,
            };
        }
        catch (DatasetFormatException e)
        {
            return e.Fault switch
            {
                Fault.Changed => file with { State = FileState.Unknown, Error = e },
                Fault.Truncated => file with { State = FileState.Cut },
                _ => file,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no room to unpack it, for example. That it is not as it should be is known without it.
            return file;
        }
    }
}
