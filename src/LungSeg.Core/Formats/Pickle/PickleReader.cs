using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads the index of a pickle.</summary>
internal static class PickleReader
{
    private const int LongestNames = 400;

    /// <summary>
    /// The table of a pickle. What names that are not understood would have made is opaque; a table that depends on it is refused. Unless
    /// <paramref name="leniency"/> is strict, the readable part of a truncated or unsafe pickle.
    /// </summary>
    public static TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency)
    {
        using var file = new PickleFile(source, PickleMode.Survey, limits);
        try
        {
            file.Run();
        }
        catch (DatasetFormatException e)
            when (leniency == Leniency.Strict && file.Machine.Refusal is { } refusal && e.Fault != Fault.Unsafe)
        {
            throw refusal;
        }
        catch (DatasetFormatException e) when (leniency != Leniency.Strict && e.Fault != Fault.WrongFormat)
        {
            var table = new PickleTableSource(source, limits, file.Machine.OpcodeCount, file.Machine.Budget);
            return (file.HasTable ? Read(file, leniency) : PickleSalvage.Read(file.Machine.Stack, table, leniency)) with
            {
                Damage = file.Machine.Refusal ?? e,
                DamageWithoutNames = e,
                Globals = file.Machine.Globals,
            };
        }

        return Read(file, leniency) with
        {
            Globals = file.Machine.Globals,
        };
    }

    private static TableIndex Read(PickleFile file, Leniency leniency)
    {
        var refusal = file.Machine.Refusal;
        if (refusal is not null && leniency == Leniency.Strict && file.Machine.HasReference)
        {
            throw refusal;
        }

        TableIndex index;
        try
        {
            index = file.ReadTable();
        }
        catch (DatasetFormatException e) when (refusal is not null)
        {
            return leniency == Leniency.Strict
                ? throw refusal
                : PickleSalvage.Nothing with
                {
                    Notes = [e.Detail],
                    Damage = refusal,
                    DamageWithoutNames = refusal,
                };
        }

        var names = file.Machine.Globals.Where(global => !global.IsAllowed || global.IsForeign).ToArray();
        return index with
        {
            Damage = leniency == Leniency.Strict ? null : refusal,
            DamageWithoutNames = file.Machine.HasReference ? refusal : null,
            Warnings = names.Length == 0 ? index.Warnings : [.. index.Warnings, Warning(names)],
        };
    }

    private static RequestNote Warning(PickleGlobal[] names)
    {
        var list = string.Join(", ", names.Select(name => PrintableText.Escape(name.FullName)));
        return new(
            $"nothing of these names is imported or called, and but for dates and decimals their values are not read or converted: "
                + $"{PrintableText.Escape(list, LongestNames)}"
        );
    }
}
