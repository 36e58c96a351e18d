using LungSeg.Thresholding.Contours;

namespace LungSeg.Core.Statistics;

/// <summary>The padding of a slice: 4-connected areas of its least value that contain an image corner.</summary>
internal sealed class PaddingArea
{
    private const double HighestHu = -1000;
    private const int FewestPixels = 64;

    private readonly BitSlice _bits = new();
    private readonly ComponentMap _map = new();
    private readonly HashSet<int> _areas = [];
    private byte[] _mask = [];

    /// <summary>Number of padding pixels.</summary>
    public int Pixels { get; private set; }

    /// <summary>1 on padding, [row, col]; empty where there is none.</summary>
    public ReadOnlySpan<byte> Mask => Pixels == 0 ? [] : _mask;

    /// <summary>Finds the padding.</summary>
    /// <param name="hu">HU values, [row, col] in C order.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="least">Least finite value.</param>
    /// <param name="isFinite">Whether all values are finite.</param>
    public void Find(ReadOnlySpan<double> hu, int columns, double least, bool isFinite)
    {
        Pixels = 0;
        var rows = hu.Length / columns;
        var isAtCorner = hu[0] == least || hu[columns - 1] == least || hu[^columns] == least || hu[^1] == least;
        if (!isAtCorner || !(least <= HighestHu))
            return;
        if (_mask.Length != hu.Length)
            _mask = new byte[hu.Length];
        if (isFinite)
        {
            _bits.LoadBelow(hu, rows, columns, Math.BitIncrement(least));
        }
        else
        {
            for (var i = 0; i < hu.Length; i++)
                _mask[i] = hu[i] == least ? (byte)1 : (byte)0;
            _bits.LoadMask(_mask, rows, columns);
        }

        _map.Build(_bits);
        _areas.Clear();
        foreach (var row in (ReadOnlySpan<int>)[0, rows - 1])
        {
            Take(_map.RunsOfRow(row)[0]);
            Take(_map.RunsOfRow(row)[^1]);
        }

        if (Pixels > 0)
            Paint(rows, columns);
    }

    private void Take(Run run)
    {
        var pixels = _map.Components[run.Component].Pixels;
        if (run.Air && pixels >= FewestPixels && _areas.Add(run.Component))
            Pixels += pixels;
    }

    private void Paint(int rows, int columns)
    {
        _mask.AsSpan().Clear();
        for (var row = 0; row < rows; row++)
        {
            foreach (ref readonly var run in _map.RunsOfRow(row))
            {
                if (run.Air && _areas.Contains(run.Component))
                    _mask.AsSpan((row * columns) + run.Start, run.End - run.Start).Fill(1);
            }
        }
    }
}
