using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Labels that are numbers, as an encoder of classes writes them.</summary>
internal static class EncodedLabels
{
    /// <summary>The index with names in place of numbers, or with a note where all labels are small numbers.</summary>
    /// <exception cref="DatasetFormatException">Names are given, and a label is no number of a name.</exception>
    public static TableIndex Apply(TableIndex index, SourceName source, IReadOnlyList<string> names)
    {
        var at = Enumerable.Range(0, index.Columns.Count).FirstOrDefault(i => index.Columns[i].Name == DatasetColumns.Label, -1);
        if (at < 0 || index.Columns[at].CommonKind is CellKind.Text)
        {
            return index;
        }
        var column = index.Columns[at];
        if (names.Count > 0)
        {
            TableColumn[] columns = [.. index.Columns];
            columns[at] = new NamedLabels(column, source, names);
            return index with { Columns = columns };
        }
        return AreEncoded(column, index.Rows)
            ? index with
            {
                Warnings =
                [
                    .. index.Warnings,
                    new(
                        "all labels are numbers from 0 to 3, as an encoder writes them, and are read as LR0 to LR3",
                        new RequestHint(RequestParameter.LabelNames, "LR2,LR3,... in the encoder's order")
                    ),
                ],
            }
            : index;
    }

    private static bool AreEncoded(TableColumn column, long rows)
    {
        var any = false;
        for (var row = 0L; row < rows; row++)
        {
            var label = LabelCell.Read(column, row);
            if (label.Text is null)
            {
                continue;
            }
            if (!label.IsNumber || label.Text is not ("0" or "1" or "2" or "3"))
            {
                return false;
            }
            any = true;
        }
        return any;
    }

    /// <summary>Labels by the names that were given for their numbers.</summary>
    private sealed class NamedLabels(TableColumn below, SourceName source, IReadOnlyList<string> names) : TableColumn(below.Name, "object")
    {
        public override ByteOrder ByteOrder => ByteOrder.None;

        public override Cell this[long row]
        {
            get
            {
                var label = LabelCell.Read(below, row);
                if (label.Text is null)
                {
                    return Cell.Missing;
                }
                return
                    int.TryParse(label.Text, System.Globalization.CultureInfo.InvariantCulture, out var number)
                    && number >= 0
                    && number < names.Count
                    ? new Cell(CellKind.Text, names[number])
                    : throw FormatError.Unsupported(
                        source,
                        $"label '{PrintableText.Escape(label.Text, 40)}' of row {row} is not one of the "
                            + $"numbers 0 to {names.Count - 1} that have names"
                    );
            }
        }
    }
}
