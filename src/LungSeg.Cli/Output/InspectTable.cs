using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using Spectre.Console;

namespace LungSeg.Cli.Output;

/// <summary>The table of <c>inspect</c> for people.</summary>
internal static class InspectTable
{
    public static void Write(Dataset dataset, DatasetSummary summary, IReadOnlyList<RowFigures>? figures, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        foreach (var input in dataset.Inputs)
        {
            WriteInput(console, input);
        }
        if (summary.Columns.Count > 0)
        {
            console.Write(Columns(summary, figures));
        }
        WriteLabels(console, summary);
        foreach (var note in summary.Notes.Concat(dataset.Inputs.SelectMany(input => input.Warnings).Select(ErrorText.Describe)))
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]note[/]  {PrintableText.Escape(note)}");
        }
        WriteExtent(console, dataset);
    }

    private static void WriteInput(IAnsiConsole console, DatasetInput input)
    {
        var format = input.Compression is null ? input.Format : $"{input.Format} in {input.Compression}";
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{PrintableText.Escape(input.Path)}[/]  {input.Container} ({format}), {Size(input.ByteLength)}, {input.RowCount} rows"
        );
    }

    private static Table Columns(DatasetSummary summary, IReadOnlyList<RowFigures>? figures)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("column", "kind", "dtype", "shape", "order");
        if (figures is not null)
        {
            table.AddColumns("min", "max", "mean");
        }
        foreach (var column in summary.Columns)
        {
            var cells = new List<string>
            {
                column.Name,
                column.Kind.ToString().ToLowerInvariant(),
                DType(column),
                Shape(column),
                column.Order ?? string.Empty,
            };
            if (figures is not null)
            {
                cells.AddRange(FigureCells(column.Name, figures));
            }
            table.AddRow([.. cells.Select(cell => new Text(PrintableText.Escape(cell)))]);
        }

        return table;
    }

    private static IEnumerable<string> FigureCells(string column, IReadOnlyList<RowFigures> figures) =>
        RowFigures.Total(figures, column) is { } total
            ? [Number(total.Min), Number(total.Max), total.Mean.ToString("0.####", CultureInfo.InvariantCulture)]
            : [string.Empty, string.Empty, string.Empty];

    private static void WriteLabels(IAnsiConsole console, DatasetSummary summary)
    {
        var missing = summary.LabelsMissing > 0 ? [new RowCount(LungRads.Missing, summary.LabelsMissing)] : Array.Empty<RowCount>();
        if (summary.Labels.Count + missing.Length == 0)
        {
            return;
        }
        var counts = string.Join(
            ", ",
            summary
                .Labels.Concat(missing)
                .Select(label => string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Escape(label.Name)} {label.Rows}"))
        );
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]labels[/]  {counts}");
    }

    private static void WriteExtent(IAnsiConsole console, Dataset dataset)
    {
        foreach (var input in dataset.Inputs.Where(input => input.Damage is not null))
        {
            var where = input.Damage! switch
            {
                { Offset: { } at, Fault: Fault.Truncated } when input.Compression is null => string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file ends at byte {input.ByteLength}, within the value that begins at byte {at}"
                ),
                { Offset: { } at } => string.Create(CultureInfo.InvariantCulture, $"reading ended at byte {at}"),
                { } damage => ErrorText.GetDetail(damage),
            };
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]only a part[/]  {input.RowCount} complete rows; {where}");
        }
    }

    private static string DType(ColumnSummary column) => column.ByteOrder == "big" ? $"{column.DType} big-endian" : column.DType;

    private static string Shape(ColumnSummary column) =>
        (column.Kind, column.Shape) switch
        {
            (Core.Formats.CellKind.Array, null) => "differs",
            (_, null) => string.Empty,
            (_, { } shape) => string.Join(" x ", shape),
        };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Size(long bytes) =>
        bytes switch
        {
            < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
            < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
            < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GB"),
        };
}
