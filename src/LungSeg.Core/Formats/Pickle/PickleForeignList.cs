namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// Harmless types of values, as exact pairs of module and name. Python makes an object of them and runs nothing of the file; their values
/// are not read. docs/formats.md lists them.
/// </summary>
internal static class PickleForeignList
{
    /// <summary>The types, by module. No name has a dot: a dotted name reaches what the module itself has imported.</summary>
    public static IReadOnlyList<(string Module, string[] Names)> Types { get; } =
    [
        ("pathlib", ["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
        ("pathlib._local", ["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
        ("uuid", ["SafeUUID", "UUID"]),
        ("decimal", ["Decimal"]),
        ("datetime", ["date", "datetime", "time", "timedelta", "timezone"]),
        ("zoneinfo", ["ZoneInfo"]),
        ("collections", ["Counter", "OrderedDict"]),
        ("pydicom.multival", ["MultiValue"]),
        ("pydicom.tag", ["BaseTag"]),
        ("pydicom.uid", ["UID"]),
        ("pydicom.valuerep", ["DA", "DSdecimal", "DSfloat", "DT", "IS", "ISfloat", "PersonName", "PersonName3", "TM"]),
    ];

    /// <summary>Whether a pair is on the list.</summary>
    public static bool Contains(string module, string name)
    {
        // A set of pairs is code that is compiled at the start of every run, and the list is short.
        foreach (var (known, names) in Types)
        {
            if (known == module && Array.IndexOf(names, name) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
