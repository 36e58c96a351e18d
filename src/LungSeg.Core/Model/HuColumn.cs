namespace LungSeg.Core.Model;

/// <summary>One of the two HU columns of a row.</summary>
public enum HuColumn
{
    /// <summary><c>hu_array_old</c>: HU as the scanner gave them.</summary>
    HuOld,

    /// <summary><c>hu_array</c>: HU with the non-lung area dropped.</summary>
    Hu,
}

/// <summary>Names of the HU columns in options and documents: those of <see cref="DatasetColumns"/>.</summary>
public static class HuColumns
{
    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<HuColumn>().Select(Name)];

    /// <summary>The name of a column.</summary>
    public static string Name(HuColumn column) =>
        column switch
        {
            HuColumn.HuOld => DatasetColumns.HuOld,
            HuColumn.Hu => DatasetColumns.Hu,
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };

    /// <summary>Finds a column by its name; false where no HU column has it.</summary>
    public static bool TryParse(string? name, out HuColumn column)
    {
        column = name == DatasetColumns.Hu ? HuColumn.Hu : HuColumn.HuOld;
        return name == Name(column);
    }
}
