namespace LungSeg.Core.Formats.Pickle;

/// <summary>Finds the time zone that pickled dates have: its name, and its offset where the pickle says it. Nothing is called.</summary>
internal static class PickleTimeZone
{
    private const string Utc = "UTC";

    /// <summary>Name of the zone of a pandas array of dates; null where it has none.</summary>
    public static string? FindIn(CallNode dates)
    {
        // pandas.DatetimeIndex(dates, None, zone), as lungseg writes it.
        if (dates is { Symbol: PickleSymbol.IndexClass, Arguments: TupleNode { Items: [_, _, TextNode given, ..] } })
        {
            return given.Text;
        }
        var parts = dates.State switch
        {
            DictNode state => state.Pairs.Select(pair => pair.Value),
            TupleNode tuple => tuple.Items,
            _ => [],
        };
        var dtype = parts.OfType<CallNode>().FirstOrDefault(part => part.Callee is GlobalNode { Name: "DatetimeTZDtype" });
        var zone = (dtype?.State as DictNode)?["tz"] ?? (dtype?.Arguments is TupleNode { Items: [_, var second, ..] } ? second : null);
        return dtype is null ? null : GetName(zone);
    }

    /// <summary>Name of a zone object of pytz, zoneinfo or datetime; UTC where it is of another kind, since pandas stores UTC.</summary>
    public static string GetName(PickleNode? zone) =>
        zone switch
        {
            TextNode text => text.Text,
            CallNode { Callee: GlobalNode { Name: "_p" or "ZoneInfo" }, Arguments: TupleNode { Items: [TextNode name, ..] } } => name.Text,
            CallNode { Callee: GlobalNode { Module: "datetime", Name: "timezone" } } when GetOffset(zone) is { } offset and not 0 =>
                FormattableString.Invariant($"{(offset < 0 ? '-' : '+')}{Math.Abs(offset) / 3600:00}:{Math.Abs(offset) / 60 % 60:00}"),
            _ => Utc,
        };

    /// <summary>Seconds that the zone is ahead of UTC; null where only a data base of zones knows.</summary>
    public static long? GetOffset(PickleNode? zone) =>
        zone switch
        {
            CallNode { Callee: GlobalNode { Module: "pytz", Name: "_UTC" } } => 0,
            CallNode
            {
                Callee: GlobalNode { Module: "pytz", Name: "_p" },
                Arguments: TupleNode { Items: [_, ScalarNode { Value: long seconds and > -86_400 and < 86_400 }, ..] }
            } => seconds,
            CallNode
            {
                Callee: GlobalNode { Module: "datetime", Name: "timezone" },
                Arguments: TupleNode { Items: [CallNode delta, ..] }
            } => delta.Arguments
                is TupleNode
                {
                    Items: [ScalarNode { Value: long days and >= -1 and <= 1 }, ScalarNode { Value: long part and >= 0 and < 86_400 }, ..]
                }
                ? (days * 86_400) + part
                : null,
            _ => null,
        };
}
