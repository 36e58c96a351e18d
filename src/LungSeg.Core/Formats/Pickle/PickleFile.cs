using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The pickles of a file, which can stand one behind another, as repeated calls of <c>pickle.dump</c> write them.</summary>
internal sealed class PickleFile : IDisposable
{
    private const long RootBytes = 256;
    private readonly IByteSource _source;
    private readonly ReadLimits _limits;
    private readonly List<PickleNode> _roots = [];
    private readonly List<long> _starts = [];

    public PickleFile(IByteSource source, PickleMode mode, ReadLimits limits)
    {
        (_source, _limits) = (source, limits);
        Machine = new PickleMachine(source, mode, limits);
    }

    /// <summary>The machine of the last pickle that was run, which has names, frames and budget of the whole file.</summary>
    public PickleMachine Machine { get; private set; }

    /// <summary>Whether a pickle was run to its end.</summary>
    public bool HasTable => _roots.Count > 0;

    /// <summary>Runs all pickles; what stands behind the last one is noted.</summary>
    /// <exception cref="DatasetFormatException">A pickle is cut short, damaged or needs too much memory.</exception>
    public void Run()
    {
        _starts.Add(0);
        _roots.Add(Machine.Run());
        while (Machine.End < _source.Length && StartsPickle(Machine.End))
        {
            var next = new PickleMachine(Machine);
            try
            {
                Machine.Budget.Charge(RootBytes, Machine.End);
                var root = next.Run();
                _starts.Add(Machine.End);
                _roots.Add(root);
            }
            catch (DatasetFormatException e) when (e.Fault is Fault.Corrupt or Fault.WrongFormat or Fault.Unsupported)
            {
                // Bytes that look like a pickle in their first two only: noted with all others that follow.
                next.Dispose();
                return;
            }
            catch
            {
                next.Dispose();
                throw;
            }
            Machine.Dispose();
            Machine = next;
        }
    }

    /// <summary>The table of the first pickle, with the rows of those behind it that have the same columns.</summary>
    public TableIndex ReadTable()
    {
        var table = new PickleTableSource(_source, _limits, Machine.OpcodeCount, Machine.Budget);
        List<TableIndex> parts = [PickleTable.Read(_roots[0], table)];
        var notes = new List<RequestNote>();
        for (var i = 1; i < _roots.Count; i++)
        {
            var length = (i + 1 < _roots.Count ? _starts[i + 1] : Machine.End) - _starts[i];
            if (ReadFurther(_roots[i], table) is { } further && HasSameColumns(further, parts[0]))
            {
                parts.Add(further);
                table.CheckColumns(parts.Count / RootBytes, _starts[i]);
            }
            else
            {
                notes.Add(new($"a second pickle of {length} bytes (at byte {_starts[i]}) has other columns and is left out"));
            }
        }

        if (Machine.End < _source.Length)
        {
            notes.Add(new($"{_source.Length - Machine.End} bytes (from byte {Machine.End}) follow the pickle and are left out"));
        }
        var whole = parts.Count == 1 ? parts[0] : ConcatenatedTable.Create(parts, table);
        return whole with { Warnings = [.. whole.Warnings, .. notes] };
    }

    public void Dispose() => Machine.Dispose();

    private static TableIndex? ReadFurther(PickleNode root, PickleTableSource table)
    {
        try
        {
            return PickleTable.Read(root, table);
        }
        catch (DatasetFormatException e) when (e.Fault != Fault.TooLarge)
        {
            return null;
        }
    }

    private static bool HasSameColumns(TableIndex a, TableIndex b) =>
        a.Columns.Select(column => column.Name).Order().SequenceEqual(b.Columns.Select(column => column.Name).Order());

    /// <summary>Whether a pickle of protocol 2 or later, or one without a signature, can start at <paramref name="offset"/>.</summary>
    private bool StartsPickle(long offset)
    {
        Span<byte> head = stackalloc byte[(int)Math.Min(2, _source.Length - offset)];
        _source.ReadExactly(offset, head, "pickle");
        return new PickleFormat().Matches(head);
    }
}
