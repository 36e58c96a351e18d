using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>Runs rules over a data set: one pass, each row's arrays read once, several rows at a time.</summary>
public static class Validator
{
    /// <summary>Checks the rows and the inputs; the findings do not depend on the number of threads.</summary>
    /// <param name="dataset">What could be opened.</param>
    /// <param name="rows">Rows of it to check.</param>
    /// <param name="refused">What could not be opened.</param>
    /// <param name="options">How.</param>
    public static ValidationReport Run(Dataset dataset, IReadOnlyList<DatasetRow> rows, IReadOnlyList<RefusedInput> refused, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(options);
        var run = new ValidationRun(dataset, options);
        return run.Execute(rows, refused);
    }
}
