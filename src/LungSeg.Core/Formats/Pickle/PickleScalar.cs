using System.Buffers.Binary;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads scalars that Python builds by a call, and tuples of scalars, as text. Nothing is called.</summary>
internal static class PickleScalar
{
    private const string Timestamps = "pandas._libs.tslibs.timestamps";
    private const long Nanoseconds = 10;
    private const int LongestBytes = 4096;
    private const int MostElements = 16;

    /// <summary>The cell of a node; a cell without value where it is no such scalar.</summary>
    public static Cell GetCell(PickleNode node, PickleTableSource table) =>
        node switch
        {
            TupleNode { Items.Length: > 0 and <= MostElements } tuple => GetTuple(tuple, table),
            CallNode { Callee: GlobalNode callee, Arguments: TupleNode { Items: var items } } => GetCall(callee, items, table),
            _ => Cell.Other,
        };

    /// <summary>The elements, each quoted, since (1, '2, 3') is not ('1, 2', 3).</summary>
    private static Cell GetTuple(TupleNode tuple, PickleTableSource table)
    {
        var texts = new string[tuple.Items.Length];
        var isMissing = true;
        for (var i = 0; i < texts.Length; i++)
        {
            // A tuple may hold itself, so elements are not tuples.
            var cell = tuple.Items[i] is TupleNode ? Cell.Other : NodeColumn.GetCell(tuple.Items[i], table);
            if (cell.Kind != CellKind.Missing && cell.Value is null or ArrayInfo)
            {
                return Cell.Other;
            }
            isMissing &= cell.Kind == CellKind.Missing;
            texts[i] = IdText.From(cell)?.Replace("'", "''", StringComparison.Ordinal) ?? string.Empty;
        }
        return isMissing ? Cell.Missing : new Cell(CellKind.Other, $"('{string.Join("', '", texts)}')");
    }

    private static Cell GetCall(GlobalNode callee, PickleNode[] items, PickleTableSource table) =>
        (callee.Module, callee.Name, items) switch
        {
            ("decimal", "Decimal", [TextNode number]) => new Cell(CellKind.Number, number.Text),
            ("datetime", "date", [PayloadNode { Payload.Length: < LongestBytes } bytes]) => GetDate(Read(bytes, table)),
            ("datetime", "datetime", [PayloadNode { Payload.Length: < LongestBytes } bytes]) => GetTime(Read(bytes, table)),
            (Timestamps, "_unpickle_timestamp", [ScalarNode { Value: long value }, _, ScalarNode { Value: null }, .. var rest]) =>
                GetTimestamp(value, rest is [ScalarNode { Value: long unit }, ..] ? unit : Nanoseconds),
            _ => Cell.Other,
        };

    private static Cell GetTimestamp(long value, long unit)
    {
        // numpy's numbers of units: 7 s, 8 ms, 9 us, 10 ns.
        var perSecond = unit switch
        {
            7 => 1L,
            8 => 1_000L,
            9 => 1_000_000L,
            Nanoseconds => 1_000_000_000L,
            _ => 0L,
        };
        if (perSecond == 0)
        {
            return Cell.Other;
        }
        var seconds = (long)Math.Floor((decimal)value / perSecond);
        var range = (DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        if (seconds < range.Item1 || seconds > range.Item2)
        {
            return Cell.Other;
        }
        return Iso(DateTimeOffset.FromUnixTimeSeconds(seconds).DateTime, (value - (seconds * perSecond)) * (1_000_000_000L / perSecond));
    }

    // 2 bytes of the year, high byte first, month, day.
    private static Cell GetDate(ReadOnlySpan<byte> bytes) => bytes.Length == 4 && TryGetDay(bytes, out var day) ? Iso(day, 0) : Cell.Other;

    // A date, hour, minute, second, 3 bytes of microseconds.
    private static Cell GetTime(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 10 && TryGetDay(bytes, out var day) && bytes[4] < 24 && bytes[5] < 60 && bytes[6] < 60
            ? Iso(day.AddHours(bytes[4]).AddMinutes(bytes[5]).AddSeconds(bytes[6]), 1000L * ((bytes[7] << 16) | (bytes[8] << 8) | bytes[9]))
            : Cell.Other;

    private static bool TryGetDay(ReadOnlySpan<byte> bytes, out DateTime day)
    {
        var (year, month, date) = (BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes[2], bytes[3]);
        var isDay = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth(year, month);
        day = isDay ? new DateTime(year, month, date, 0, 0, 0, DateTimeKind.Unspecified) : default;
        return isDay;
    }

    /// <summary>A day is written without its midnight, as a date is.</summary>
    private static Cell Iso(DateTime time, long nanoseconds)
    {
        var text = time.ToString(
            time.TimeOfDay == TimeSpan.Zero && nanoseconds == 0 ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss",
            CultureInfo.InvariantCulture
        );
        return new Cell(
            CellKind.DateTime,
            nanoseconds == 0 ? text : text + "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0')
        );
    }

    private static ReadOnlySpan<byte> Read(PayloadNode node, PickleTableSource table)
    {
        if (node.Payload.Encoding != PayloadEncoding.Raw)
        {
            return table.Decoded(node.Payload).Span;
        }
        var bytes = new byte[node.Payload.Length];
        table.Source.ReadExactly(node.Payload.Offset, bytes, "bytes");
        return bytes;
    }
}
