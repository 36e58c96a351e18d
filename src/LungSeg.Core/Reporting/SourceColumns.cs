using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Reporting;

/// <summary>What a join with a collection says of a row, in its columns.</summary>
/// <param name="Patient">Patient id; null where it is not known.</param>
/// <param name="Readers">Number of readers who drew on the lesion; null where no reading of the slice is known.</param>
/// <param name="Malignancy">Median rating, 1 to 5; null without one.</param>
/// <param name="Unmarked">Number of nodules that the mask leaves out.</param>
internal sealed record SourceColumns(string? Patient, double? Readers, double? Malignancy, double? Unmarked)
{
    /// <summary>The columns of rows of which some reading is known, by row name; empty where none is.</summary>
    public static IReadOnlyDictionary<string, SourceColumns> Read(IReadOnlyList<DatasetRow> rows)
    {
        var byName = rows.ToDictionary(
            row => row.Name,
            row => new SourceColumns(
                row.GetId(DatasetColumns.PatientId),
                row.GetNumber("readers"),
                row.GetNumber("malignancy") is { } rating and >= 1 and <= 5 ? rating : null,
                row.GetNumber("unmarked_nodules")
            )
        );
        return byName.Values.Any(columns => columns.Readers is not null) ? byName : new Dictionary<string, SourceColumns>();
    }
}
