using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads the index of a pickle.</summary>
internal static class PickleReader
{
    /// <summary>The table a pickle holds; with <see cref="Leniency.Salvage"/> what a truncated or unsafe one still gives.</summary>
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
            var table = new PickleTableSource(source, limits, machine.OpcodeCount);
            return PickleSalvage.Read(machine.Stack, table) with { Damage = e, Globals = machine.Globals };
        }

        var whole = new PickleTableSource(source, limits, machine.OpcodeCount);
        return FirstUnsafe(machine) is { } found
            ? ReadUnsafe(root, whole) with { Damage = UnsafeError(source, found), Globals = machine.Globals }
            : PickleTable.Read(root, whole) with { Globals = machine.Globals };
    }

    private static PickleGlobal? FirstUnsafe(PickleMachine machine) => machine.Globals.FirstOrDefault(global => !global.IsAllowed);

    private static DatasetFormatException UnsafeError(IByteSource source, PickleGlobal found) => FormatError.Unsafe(
        source.Name, found.Offset, $"it names {PickleMachine.Shown(found.Module)}.{PickleMachine.Shown(found.Name)}, which Python would import and may run; nothing was run");

    /// <summary>What beside the unsafe names is still a table; nothing, where they stand in its way.</summary>
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
