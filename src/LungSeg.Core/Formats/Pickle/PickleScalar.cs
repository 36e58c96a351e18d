using System.Buffers.Binary;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// Reads scalars that Python builds by a call: dates, durations, decimals; and as text tuples of scalars, and ids of other types. Nothing
/// is called.
/// </summary>
internal static class PickleScalar
{
    private const string Timestamps = "pandas._libs.tslibs.timestamps";
    private const string Timedeltas = "pandas._libs.tslibs.timedeltas";
    private const int LongestBytes = 4096;
    private const int MostElements = 16;

    /// <summary>The cell of a node; a cell without value where it is no such scalar.</summary>
    public static Cell GetCell(PickleNode node, PickleTableSource table) =>
        node switch
        {
            TupleNode { Items.Length: > 0 and <= MostElements } tuple => GetTuple(tuple, table),
            CallNode { Callee: GlobalNode, Arguments: TupleNode { Items: var items } } call => GetCall(call, items, table),
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

    private static Cell GetCall(CallNode call, PickleNode[] items, PickleTableSource table) =>
        (call.Callee as GlobalNode, items) switch
        {
            ({ Module: "decimal", Name: "Decimal" }, [TextNode number]) => new Cell(CellKind.Number, number.Text),
            ({ Module: "datetime", Name: "date" }, [PayloadNode { Payload.Length: < LongestBytes } bytes]) => GetDate(Read(bytes, table)),
            ({ Module: "datetime", Name: "datetime" }, [PayloadNode { Payload.Length: < LongestBytes } bytes, .. var zone]) => GetTime(
                Read(bytes, table),
                zone.FirstOrDefault()
            ),
            (
                { Module: "datetime", Name: "timedelta" },
                [ScalarNode { Value: long days }, ScalarNode { Value: long seconds }, ScalarNode { Value: long microseconds }]
            ) when Math.Abs(days) < 200_000 && seconds is >= 0 and < 86_400 && microseconds is >= 0 and < 1_000_000 => new Cell(
                CellKind.Other,
                DurationValue.Create((((days * 86_400) + seconds) * 1_000_000) + microseconds, TimeUnit.Microsecond)
            ),
            ({ Module: Timestamps, Name: "_unpickle_timestamp" }, [ScalarNode { Value: long value }, _, var zone, .. var rest]) => new Cell(
                CellKind.DateTime,
                DateValue.Create(
                    value,
                    GetUnit(rest.FirstOrDefault()),
                    zone is ScalarNode { Value: null } ? null : PickleTimeZone.GetName(zone)
                )
            ),
            ({ Module: Timedeltas, Name: "_timedelta_unpickle" }, [ScalarNode { Value: long value }, .. var rest]) => new Cell(
                CellKind.Other,
                DurationValue.Create(value, GetUnit(rest.FirstOrDefault()))
            ),
            ({ Symbol: PickleSymbol.Foreign } name, _) => new Cell(CellKind.Other, GetIdText(name, call, items)),
            _ => Cell.Other,
        };

    /// <summary>The text by which ids of harmless types compare; null for types without one.</summary>
    private static string? GetIdText(GlobalNode name, CallNode call, PickleNode[] items) =>
        (name.Module, items) switch
        {
            ("uuid", []) when ((call.State as DictNode)?["int"] as ScalarNode)?.Value is IFormattable number => FormatUuid(number),
            ("pydicom.valuerep", [ScalarNode { Value: long or double } number]) => IdText.From(new Cell(CellKind.Number, number.Value)),
            ("pydicom.valuerep" or "pydicom.uid", [TextNode text]) => text.Text,
            ("pydicom.valuerep", []) when (call.State as DictNode)?["_components"] is TupleNode { Items: [TextNode first, ..] } =>
                first.Text,
            _ => null,
        };

    private static string? FormatUuid(IFormattable number)
    {
        var digits = number.ToString("x32", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(32, '0');
        return digits.Length == 32 ? $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}" : null;
    }

    // numpy's numbers of units; pandas writes none where it is nanoseconds.
    private static TimeUnit GetUnit(PickleNode? number) =>
        (number as ScalarNode)?.Value switch
        {
            null or 10L => TimeUnit.Nanosecond,
            7L => TimeUnit.Second,
            8L => TimeUnit.Millisecond,
            9L => TimeUnit.Microsecond,
            _ => TimeUnit.None,
        };

    // 2 bytes of the year, high byte first, month, day.
    private static Cell GetDate(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 4 && TryGetDay(bytes, out var day) ? new Cell(CellKind.DateTime, Create(day, 0, null)) : Cell.Other;

    // A date, hour, minute, second, 3 bytes of microseconds. Where the zone's offset is not known, the time is not.
    private static Cell GetTime(ReadOnlySpan<byte> bytes, PickleNode? zone) =>
        bytes.Length == 10 && TryGetDay(bytes, out var day) && bytes[4] < 24 && bytes[5] < 60 && bytes[6] < 60
            ? new Cell(
                CellKind.DateTime,
                Create(
                    day.AddHours(bytes[4]).AddMinutes(bytes[5]).AddSeconds(bytes[6]),
                    1000 * ((bytes[7] << 16) | (bytes[8] << 8) | bytes[9]),
                    zone
                )
            )
            : Cell.Other;

    private static DateValue? Create(DateTime time, int nanosecond, PickleNode? zone)
    {
        var seconds = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return nanosecond >= 1_000_000_000 ? null
            : zone is null ? new DateValue(seconds, nanosecond)
            : PickleTimeZone.GetOffset(zone) is { } offset && DateValue.Create(seconds - offset, TimeUnit.Second) is { } utc
                ? utc with
                {
                    Nanosecond = nanosecond,
                    Zone = PickleTimeZone.GetName(zone),
                }
            : null;
    }

    private static bool TryGetDay(ReadOnlySpan<byte> bytes, out DateTime day)
    {
        // The first bit of a datetime's month says which of two equal hours is meant when clocks are put back.
        var month = bytes.Length == 4 ? bytes[2] : bytes[2] & 127;
        var (year, date) = (BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes[3]);
        var isDay = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth(year, month);
        day = isDay ? new DateTime(year, month, date, 0, 0, 0, DateTimeKind.Unspecified) : default;
        return isDay;
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
