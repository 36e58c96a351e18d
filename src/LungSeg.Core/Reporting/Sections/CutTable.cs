using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>A column of a table of classes and files.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Cell">Gets the cell of a line.</param>
internal sealed record CutColumn(Markup Head, Func<Cut, Markup> Cell)
{
    /// <summary>A column with a plain head.</summary>
    public static CutColumn Create(string head, Func<Cut, Markup> cell) => new(DataTable.Cell(head), cell);
}

/// <summary>Tables with a line for each class, or for each class and file where files are compared, and the totals at the end.</summary>
internal static class CutTable
{
    public static Markup Draw(ReportContent content, string caption, IReadOnlyList<CutColumn> columns)
    {
        var isCompared = content.Cuts.AreInputsCompared;
        Markup[] names = isCompared ? [Glossary.Class.As("class"), DataTable.Cell("file")] : [Glossary.Class.As("class")];
        return new DataTable(caption, [.. names, .. columns.Select(column => column.Head)])
        {
            Lines = content.Cuts.Lines.Select(Line),
            Totals = content.Cuts.Totals.Select(Line),
            TextColumns = names.Length,
        }.Draw();

        IReadOnlyList<Markup> Line(Cut cut)
        {
            var name = cut.Class ?? "all";
            var style = ClassStyle.GetName(name);
            return
            [
                Markup.Format($"<span class=\"swatch {style}\"></span>{name}"),
                .. isCompared ? [DataTable.Cell(cut.Input)] : Array.Empty<Markup>(),
                .. columns.Select(column => column.Cell(cut)),
            ];
        }
    }
}
