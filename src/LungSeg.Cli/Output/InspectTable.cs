using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Cli.Output;

/// <summary>The page of <c>inspect</c> for people.</summary>
internal static class InspectTable
{
    public static void Write(Dataset dataset, DatasetSummary summary, IReadOnlyList<RowFigures>? figures, Terminal terminal)
    {
        var page = new TextPage(terminal);
        WriteInputs(page, dataset);
        if (summary.Columns.Count > 0)
        {
            page.Table(Columns(summary, figures));
        }
        WriteLabels(page, summary);
        foreach (var note in summary.Notes.Concat(dataset.Inputs.SelectMany(input => input.Warnings).Select(ErrorText.Describe)))
        {
            page.Labelled(TextStyle.Warning, "note", note);
        }
        WriteExtent(page, dataset);
    }

    private static void WriteInputs(TextPage page, Dataset dataset)
    {
        if (page.IsPlain)
        {
            var table = new TextTable(
                TextColumn.Text("input", "path"),
                TextColumn.Text("format", "format"),
                new TextColumn("bytes", "bytes"),
                new TextColumn("rows", "rows")
            );
            foreach (var input in dataset.Inputs)
            {
                table.Add(input.Path, input.Format, input.ByteLength, input.RowCount);
            }

            page.Table(table);
            return;
        }

        foreach (var input in dataset.Inputs)
        {
            var format = input.Compression is null ? input.Format : $"{input.Format} in {input.Compression}";
            page.Labelled(
                TextStyle.Bold,
                input.Path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{input.Container} ({format}), {Quantity.OfBytes(input.ByteLength)}, {Quantity.Of(input.RowCount, "row")}"
                )
            );
        }
    }

    private static TextTable Columns(DatasetSummary summary, IReadOnlyList<RowFigures>? figures)
    {
        var table = new TextTable([
            TextColumn.Text("column", "column"),
            TextColumn.Text("kind", "kind", minWidth: 5),
            TextColumn.Text("dtype", "dtype", minWidth: 7),
            TextColumn.Text("shape", "shape", minWidth: 9),
            TextColumn.Text("order", "order", priority: 1, minWidth: 5),
            .. figures is null ? [] : new[] { new TextColumn("min", "min"), new TextColumn("max", "max"), new TextColumn("mean", "mean") },
        ]);
        foreach (var column in summary.Columns)
        {
            table.Add([
                column.Name,
                column.Kind.ToString().ToLowerInvariant(),
                DType(column),
                Shape(column),
                column.Order ?? string.Empty,
                .. figures is null ? [] : FigureCells(column.Name, figures),
            ]);
        }

        return table;
    }

    private static TextCell[] FigureCells(string column, IReadOnlyList<RowFigures> figures) =>
        RowFigures.Total(figures, column) is { } total
            ? [TextCell.Number(total.Min, "R"), TextCell.Number(total.Max, "R"), TextCell.Number(total.Mean, "0.####")]
            : [TextCell.Empty, TextCell.Empty, TextCell.Empty];

    private static void WriteLabels(TextPage page, DatasetSummary summary)
    {
        RowCount[] counts =
        [
            .. summary.Labels,
            .. summary.LabelsMissing > 0 ? [new RowCount(LungRads.Missing, summary.LabelsMissing)] : Array.Empty<RowCount>(),
        ];
        if (counts.Length == 0)
        {
            return;
        }

        if (!page.IsPlain)
        {
            page.Labelled(
                TextStyle.Bold,
                "labels",
                string.Join(
                    ", ",
                    counts.Select(label => string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Escape(label.Name)} {label.Rows}"))
                )
            );
            return;
        }

        var table = new TextTable(TextColumn.Text("label", "label"), new TextColumn("rows", "rows"));
        foreach (var count in counts)
        {
            table.Add(count.Name, count.Rows);
        }

        page.Table(table);
    }

    private static void WriteExtent(TextPage page, Dataset dataset)
    {
        foreach (var input in dataset.Inputs.Where(input => input.Damage is not null))
        {
            var where = input.Damage! switch
            {
                { Offset: { } at, Fault: Fault.Truncated } when input.Compression is null => string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file ends at byte {input.ByteLength}, within the value that begins at byte {at}{Missing(input)}"
                ),
                { Offset: { } at } => string.Create(CultureInfo.InvariantCulture, $"reading ended at byte {at}"),
                { } damage => ErrorText.GetDetail(damage),
            };
            page.Labelled(
                TextStyle.Error,
                "only a part",
                string.Create(CultureInfo.InvariantCulture, $"{input.RowCount}{Stated(input)} complete rows; {where}")
            );
        }
    }

    private static string Stated(DatasetInput input) => input.StatedRowCount is { } rows ? Invariant($" of {rows}") : string.Empty;

    /// <summary>A pickle says how long its values are as they come; other formats say at their start how long they are.</summary>
    private static string Missing(DatasetInput input) =>
        input.Damage!.MissingBytes is { } bytes
            ? Invariant($"; {(input.Format == "pickle" ? "at least " : string.Empty)}{bytes} bytes are missing")
            : string.Empty;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string DType(ColumnSummary column) => column.ByteOrder == "big" ? $"{column.DType} big-endian" : column.DType;

    private static string Shape(ColumnSummary column) =>
        (column.Kind, column.Shape) switch
        {
            (CellKind.Array, null) => "differs",
            (_, null) => string.Empty,
            (_, { } shape) => string.Join(" x ", shape),
        };
}
