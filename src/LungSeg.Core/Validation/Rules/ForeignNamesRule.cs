using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A pickle that names harmless types of values which a data set does not need.</summary>
internal sealed class ForeignNamesRule : IInputRule
{
    private const int LongestName = 120;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS005",
            Name = "foreign-names",
            Severity = Severity.Warning,
            ReadsPixels = false,
            NamesRows = false,
            Summary = "the pickle names types of values outside pandas and numpy",
            Why = "Whoever opens the file needs the packages of these types, and in their versions; here the values are not read.",
            Remedy = "Store paths, ids and DICOM values as text or numbers.",
            Command = "lungseg inspect --globals INPUT",
        };

    public IEnumerable<Finding> Check(InputCase input) =>
        (input.Input?.Globals ?? [])
            .Where(global => global.IsForeign)
            .Select(global =>
                input.Report(
                    Info,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{PrintableText.Escape(global.FullName, LongestName)} is named {global.Count} times"
                    )
                ) with
                {
                    Offset = global.Offset,
                    Key = global.FullName,
                }
            );
}
