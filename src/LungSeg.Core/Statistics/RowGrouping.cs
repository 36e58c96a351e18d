namespace LungSeg.Core.Statistics;

/// <summary>By what rows are put together.</summary>
public enum RowGrouping
{
    /// <summary>Their class, in the order of suspicion, <c>unknown</c> and <c>missing</c> last.</summary>
    Label,

    /// <summary>A group that they are given, such as the patient or the scan, in the order of the first rows.</summary>
    Group,

    /// <summary>The input that they are of, in the order of the inputs.</summary>
    Input,

    /// <summary>The part in which the input has them.</summary>
    Part,

    /// <summary>The readers' median rating, after a join, ascending.</summary>
    Malignancy,

    /// <summary>Their patient, in the order of the first rows.</summary>
    PatientId,
}

/// <summary>Names of groupings in options and documents.</summary>
public static class RowGroupings
{
    private static readonly string[] All = ["label", "group", "input", "part", "malignancy", "patient_id"];

    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names => All;

    /// <summary>The name of a grouping.</summary>
    public static string Name(RowGrouping grouping) => All[(int)grouping];

    /// <summary>The column by whose values rows are grouped; null where it is no column.</summary>
    public static string? GetColumn(RowGrouping grouping) => grouping > RowGrouping.Input ? Name(grouping) : null;

    /// <summary>Finds a grouping by its name.</summary>
    /// <returns>False where the name is unknown.</returns>
    public static bool TryParse(string? name, out RowGrouping grouping)
    {
        var at = Array.IndexOf(All, name);
        grouping = (RowGrouping)Math.Max(at, 0);
        return at >= 0;
    }
}
