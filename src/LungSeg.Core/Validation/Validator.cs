using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Validation;

/// <summary>Runs rules over a data set in one pass, which reads each row's arrays once.</summary>
public static class Validator
{
    /// <summary>Checks rows and inputs. The findings do not depend on the number of threads.</summary>
    /// <param name="dataset">The inputs that could be opened.</param>
    /// <param name="rows">Rows to check.</param>
    /// <param name="refused">Inputs that could not be opened.</param>
    /// <param name="options">Options of the validation.</param>
    public static ValidationReport Run(
        Dataset dataset,
        IReadOnlyList<DatasetRow> rows,
        IReadOnlyList<RefusedInput> refused,
        ValidationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        using var work = new RowWork(rows, options.Jobs);
        return Run(dataset, work, refused, options);
    }

    /// <summary>
    /// As <see cref="Run(Dataset, IReadOnlyList{DatasetRow}, IReadOnlyList{RefusedInput}, ValidationOptions)"/>, for a run without shards
    /// or a merge.
    /// </summary>
    /// <exception cref="Bytes.DatasetFormatException">A shard is damaged.</exception>
    public static ValidationReport Run(Dataset dataset, RowWork work, IReadOnlyList<RefusedInput> refused, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(refused);
        return CreateRun(dataset, options).Execute(work, refused);
    }

    /// <summary>Checks the rows of a shard, and writes the findings and the facts for rules about the set to the shard.</summary>
    public static void Put(Dataset dataset, RowWork work, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(work);
        CreateRun(dataset, options).Put(work);
    }

    private static ValidationRun CreateRun(Dataset dataset, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(options);
        return new ValidationRun(dataset, options);
    }
}
