using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads the index of a pickle.</summary>
internal static class PickleReader
{
    /// <summary>The table of a pickle; with <see cref="Leniency.Salvage"/> the readable part of a truncated or unsafe pickle.</summary>
    public static TableIndex Read(IByteSource source, ReadLimits limits, Leniency leniency)
    {
        using var machine = new PickleMachine(source, leniency == Leniency.Strict ? PickleMode.Strict : PickleMode.Survey, limits);
        PickleNode root;
        try
        {
            root = machine.Run();
        }
        catch (DatasetFormatException e) when (leniency == Leniency.Salvage && e.Fault != Fault.WrongFormat)
        {
            var table = new PickleTableSource(source, limits, machine.OpcodeCount, machine.Budget);
            return PickleSalvage.Read(machine.Stack, table) with { Damage = machine.Refusal ?? e, Globals = machine.Globals };
        }

        var whole = new PickleTableSource(source, limits, machine.OpcodeCount, machine.Budget);
        return machine.Refusal is { } refusal
            ? ReadUnsafe(root, whole) with
            {
                Damage = refusal,
                Globals = machine.Globals,
            }
            : PickleTable.Read(root, whole) with
            {
                Globals = machine.Globals,
            };
    }

    /// <summary>The table of a pickle with unsafe names; empty where they are part of the table's structure.</summary>
    private static TableIndex ReadUnsafe(PickleNode root, PickleTableSource table)
    {
        try
        {
            return PickleTable.Read(root, table);
        }
        catch (DatasetFormatException e)
        {
            return PickleSalvage.Nothing with { Notes = [e.Detail] };
        }
    }
}
