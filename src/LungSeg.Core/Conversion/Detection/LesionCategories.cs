using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;

namespace LungSeg.Core.Conversion.Detection;

/// <summary>The category of a lesion in detection formats: the class of its row, or one category for all lesions.</summary>
internal sealed class LesionCategories(ExportRun run)
{
    /// <summary>The only category, where classes are not categories.</summary>
    public const string Only = "cancer";

    /// <summary>Names of the categories, by number from 0.</summary>
    public IReadOnlyList<string> Names { get; } = run.Options.LungRadsCategories ? run.Classes.Names : [Only];

    /// <summary>Number, from 0 without gaps, of the category of a row's lesions.</summary>
    /// <exception cref="DatasetFormatException">The row's label is in no class.</exception>
    public int GetNumber(ExportRow row)
    {
        if (!run.Options.LungRadsCategories)
        {
            return 0;
        }

        return run.Classes.GetPlace(row.Row)
            ?? throw FormatError.Unsupported(
                row.Row.Input.Source.Name,
                $"row {row.Name} has a lesion but no class (label "
                    + $"{(row.Row.LabelText is { } text ? $"'{PrintableText.Escape(text, 40)}'" : "missing")})",
                new RequestHint(RequestParameter.LesionCategories, "cancer")
            );
    }
}
