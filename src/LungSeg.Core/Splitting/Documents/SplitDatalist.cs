using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting.Documents;

/// <summary>
/// A split as a datalist of MONAI: training cases with their folds, validation cases where there are no folds, and test cases. Paths are
/// those of an nnU-Net data set; the file belongs into its folder.
/// </summary>
internal static class SplitDatalist
{
    public static string ToText(Split split)
    {
        if (split.Repeats.Count > 1)
        {
            throw new InvalidRequestException(RequestParameter.Repeats, "a datalist holds one split; write a .csv, or split once");
        }
        var datalist = new MonaiDatalist(description: null, hasValidation: !split.HasFolds);
        foreach (var row in split.WithFileNames().Assignments)
        {
            if (GetList(row.Part, split.HasFolds) is not { } list)
            {
                continue;
            }
            var folder = list == MonaiDatalist.Testing ? "Ts" : "Tr";
            datalist.Add(list, new MonaiCase($"images{folder}/{row.Row}_0000.nii.gz", $"labels{folder}/{row.Row}.nii.gz", row.Fold, []));
        }

        return JsonText.Write(datalist.Write);
    }

    /// <summary>Name of the datalist's array for a part; null for parts that a datalist leaves out.</summary>
    private static string? GetList(string part, bool hasFolds) =>
        part switch
        {
            SplitAssignment.Train => MonaiDatalist.Training,
            SplitAssignment.Validation when !hasFolds => MonaiDatalist.Validation,
            SplitAssignment.Test => MonaiDatalist.Testing,
            _ => null,
        };
}
