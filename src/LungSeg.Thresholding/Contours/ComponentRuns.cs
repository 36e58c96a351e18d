namespace LungSeg.Thresholding.Contours;

/// <summary>A run of a component: columns [Start, End) of a row.</summary>
internal readonly record struct RowRun(int Row, int Start, int End);

/// <summary>The runs of one component in scan order, for <c>foreach</c>.</summary>
internal ref struct ComponentRuns(ComponentMap map, int index)
{
    private readonly int _bottom = map.Components[index].Bottom;
    private ReadOnlySpan<Run> _runs = [];
    private int _row = map.Components[index].Top - 1;
    private int _next;

    public readonly RowRun Current => new(_row, _runs[_next - 1].Start, _runs[_next - 1].End);

    public readonly ComponentRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            while (_next < _runs.Length)
            {
                if (_runs[_next++].Component == index)
                {
                    return true;
                }
            }

            if (_row == _bottom)
            {
                return false;
            }

            _runs = map.RunsOfRow(++_row);
            _next = 0;
        }
    }
}
