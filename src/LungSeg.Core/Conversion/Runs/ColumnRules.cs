using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>How a format holds the columns that only the inputs know.</summary>
internal sealed record ColumnRules
{
    private const string FileName = "file_name";

    /// <summary>Names that the format gives to columns or fields of its own.</summary>
    public IReadOnlyList<string> Reserved { get; init; } = [];

    /// <summary>Whether types, zones and Python objects of columns stay, as in a pickle.</summary>
    public bool KeepsObjects { get; init; }

    /// <summary>Whether columns are members of an archive, beside which stand members of their missing values.</summary>
    public bool AreMembers { get; init; }

    /// <summary>Whether a column whose name ends with <c>file_name</c> is taken for a picture.</summary>
    public bool ReservesFileNames { get; init; }

    /// <summary>The name under which a column is written: its own, or one with a number where that is taken.</summary>
    public string GetName(string column, HashSet<string> taken)
    {
        var own = AreMembers ? GetMember(column) : column;
        own = own.Length == 0 && !KeepsObjects ? "_" : own;
        var name = own;
        for (var number = 2; IsTaken(name, taken); number++)
        {
            name = FormattableString.Invariant($"{own}#{number}");
        }

        taken.Add(name);
        if (AreMembers)
        {
            taken.Add(name + MemberColumn.MissingSuffix);
        }

        return name;
    }

    private bool IsTaken(string name, HashSet<string> taken) =>
        taken.Contains(name)
        || (AreMembers && taken.Contains(name + MemberColumn.MissingSuffix))
        || (
            ReservesFileNames
            && (name.EndsWith(FileName, StringComparison.Ordinal) || name.EndsWith(FileName + "s", StringComparison.Ordinal))
        );

    /// <summary>Archives take the name for a path.</summary>
    private static string GetMember(string column)
    {
        var name = string.Concat(column.Select(c => c is '/' or '\\' or ':' || char.IsControl(c) ? '_' : c));
        return name.Length > 0 && name.Trim('.').Length == 0 ? "_" + name : name;
    }
}
