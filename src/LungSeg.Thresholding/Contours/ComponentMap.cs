using System.Numerics;

namespace LungSeg.Thresholding.Contours;

/// <summary>The runs of a binary slice and the components they form, in scan order.</summary>
/// <remarks>
/// A contour of marching squares is the outer border of one component. So all that the published method needs of a contour (whether it is
/// closed, its hull area, its inside) follows from runs, without tracing the contour. A component's index is lower than the indices of all
/// components inside it.
/// </remarks>
internal sealed class ComponentMap
{
    private Run[] _runs = [];
    private int[] _firstRunOfRow = [];
    private Component[] _components = [];
    private int _runCount;
    private int _joinCount;

    public int ComponentCount { get; private set; }

    public ReadOnlySpan<Component> Components => _components.AsSpan(0, ComponentCount);

    public ReadOnlySpan<Run> RunsOfRow(int row) => _runs.AsSpan(_firstRunOfRow[row], _firstRunOfRow[row + 1] - _firstRunOfRow[row]);

    public ComponentRuns GetRuns(int component) => new(this, component);

    public RowRun GetFirstRun(int component)
    {
        var runs = GetRuns(component);
        runs.MoveNext();
        return runs.Current;
    }

    public void Build(BitSlice air)
    {
        if (_firstRunOfRow.Length < air.Height + 1)
        {
            _firstRunOfRow = new int[air.Height + 1];
        }

        // Counted before they are stored: memory that doubles as runs are found would take four times as much for a while.
        Reserve(ref _runs, CountRuns(air));
        _runCount = 0;
        _joinCount = 0;
        for (var row = 0; row < air.Height; row++)
        {
            _firstRunOfRow[row] = _runCount;
            AppendRuns(air.Row(row), air.Width);
            if (row > 0)
            {
                JoinRows(_firstRunOfRow[row - 1], _firstRunOfRow[row], air.Width);
            }
        }

        _firstRunOfRow[air.Height] = _runCount;
        Reserve(ref _components, _runCount - _joinCount);
        NumberComponents(air.Height, air.Width);
    }

    private static void Reserve<T>(ref T[] memory, int length)
        where T : unmanaged
    {
        if (memory.Length < length)
        {
            memory = GC.AllocateUninitializedArray<T>(length);
        }
    }

    /// <summary>Number of runs, or some more: a row that ends in a set pixel may count one too many.</summary>
    private static int CountRuns(BitSlice air)
    {
        var count = 0;
        for (var row = 0; row < air.Height; row++)
        {
            var words = air.Row(row);
            var carry = words[0] & 1;
            count++;
            foreach (var word in words)
            {
                count += BitOperations.PopCount(word ^ ((word << 1) | carry));
                carry = word >> 63;
            }
        }

        return count;
    }

    private void AppendRuns(ReadOnlySpan<ulong> words, int width)
    {
        var isAir = (words[0] & 1) != 0;
        var start = 0;
        var carry = words[0] & 1;
        for (var word = 0; word < words.Length; word++)
        {
            var changes = words[word] ^ ((words[word] << 1) | carry);
            carry = words[word] >> 63;
            while (changes != 0)
            {
                var column = (word * 64) + BitOperations.TrailingZeroCount(changes);
                if (column >= width)
                {
                    break;
                }

                Append(start, column, isAir);
                isAir = !isAir;
                start = column;
                changes &= changes - 1;
            }
        }

        Append(start, width, isAir);
    }

    private void Append(int start, int end, bool isAir)
    {
        _runs[_runCount] = new Run
        {
            Start = start,
            End = end,
            Component = _runCount,
            Air = isAir,
        };
        _runCount++;
    }

    // The runs of a row have no gaps, so the two cursors are always at runs that share a column.
    private void JoinRows(int above, int below, int width)
    {
        var runs = _runs;
        while (true)
        {
            ref readonly var upper = ref runs[above];
            ref readonly var lower = ref runs[below];
            if (upper.Air == lower.Air)
            {
                Join(above, below);
            }

            if (upper.End < lower.End)
            {
                above++;
            }
            else if (upper.End > lower.End)
            {
                below++;
            }
            else if (upper.End == width)
            {
                return;
            }
            else
            {
                // Where four pixels meet diagonally, only the two tissue pixels are connected.
                if (upper.Air != lower.Air)
                {
                    Join(upper.Air ? above + 1 : above, lower.Air ? below + 1 : below);
                }

                above++;
                below++;
            }
        }
    }

    private void Join(int first, int second)
    {
        var rootA = Root(first);
        var rootB = Root(second);
        _joinCount += rootA != rootB ? 1 : 0;
        if (rootA < rootB)
        {
            _runs[rootB].Component = rootA;
        }
        else
        {
            _runs[rootA].Component = rootB;
        }
    }

    private int Root(int run)
    {
        var runs = _runs;
        while (runs[run].Component != run)
        {
            runs[run].Component = runs[runs[run].Component].Component;
            run = runs[run].Component;
        }

        return run;
    }

    private void NumberComponents(int height, int width)
    {
        ComponentCount = 0;
        for (var row = 0; row < height; row++)
        {
            for (var index = _firstRunOfRow[row]; index < _firstRunOfRow[row + 1]; index++)
            {
                ref var run = ref _runs[index];
                run.Component = run.Component == index ? AddComponent(index, row) : _runs[run.Component].Component;
                ref var component = ref _components[run.Component];
                component.Bottom = row;
                component.Left = Math.Min(component.Left, run.Start);
                component.Right = Math.Max(component.Right, run.End - 1);
                component.Pixels += run.End - run.Start;
                component.BorderPixels +=
                    row == 0 || row == height - 1 ? run.End - run.Start : (run.Start == 0 ? 1 : 0) + (run.End == width ? 1 : 0);
            }
        }
    }

    private int AddComponent(int index, int row)
    {
        // The pixel left of a component's first pixel belongs to its parent, whose number is already known.
        var start = _runs[index].Start;
        var parent = start > 0 ? _runs[index - 1].Component : -1;
        _components[ComponentCount] = new Component
        {
            Air = _runs[index].Air,
            Top = row,
            Left = start,
            Right = start,
            Parent = parent,
        };
        return ComponentCount++;
    }
}
