using LungSeg.Core.Randomness;

namespace LungSeg.Core.Phantom;

/// <summary>
/// Plans a phantom data set: rows sorted by class, where runs of neighbouring slices form scans. A row is rendered when it is requested.
/// </summary>
/// <remarks>Thread-safe; a row's pixels depend on the seed, the row count and the options alone, never on the order of rendering.</remarks>
public sealed class PhantomDataset
{
    private readonly ulong _seed;
    private readonly PhantomOptions _options;
    private readonly List<PhantomRow> _rows = [];
    private readonly List<Lazy<PhantomScan>> _scans = [];

    /// <summary>Plans the rows.</summary>
    /// <param name="rowCount">Number of rows, divided evenly among the classes.</param>
    /// <param name="seed">Seed of the whole data set.</param>
    /// <param name="options">Contents besides plain chests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the options are out of range.</exception>
    public PhantomDataset(int rowCount, ulong seed, PhantomOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        _options = options ?? new PhantomOptions();
        Check(_options);
        _seed = seed;
        var random = new SeededRandom(SeededRandom.Mix(seed, 0));
        for (int i = 0; i < Labels.Length; i++)
        {
            int until = (int)((i + 1L) * rowCount / Labels.Length);
            while (_rows.Count < until)
            {
                PlanScan(random, Labels[i], until - _rows.Count);
            }
        }
    }

    /// <summary>The rows in their order.</summary>
    public IReadOnlyList<PhantomRow> Rows => _rows;

    /// <summary>Number of scans the rows come from.</summary>
    public int ScanCount => _scans.Count;

    private static ReadOnlySpan<string> Labels => new[] { "LR2", "LR3", "LR4A", "LR4B" };

    /// <summary>A scan by its number, created at first use and kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scan does not exist.</exception>
    public PhantomScan Scan(int scan) => _scans[scan].Value;

    /// <summary>Renders a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row does not exist.</exception>
    public PhantomSlice Render(int row) => Scan(_rows[row].Scan).Render(_rows[row].ZMm);

    private static void Check(PhantomOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Side, 16, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Side, 4096, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinSlicesPerScan, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSlicesPerScan, options.MinSlicesPerScan, nameof(options));
        foreach (double share in (ReadOnlySpan<double>)[options.FilledLungShare, options.CutBodyShare, options.DuplicateShare])
        {
            if (!(share is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(options), share, "a share must be within 0 and 1");
            }
        }
    }

    private void PlanScan(SeededRandom random, string label, int room)
    {
        int scan = _scans.Count;
        int wanted = _options.MinSlicesPerScan + random.Below(_options.MaxSlicesPerScan - _options.MinSlicesPerScan + 1);
        int count = Math.Min(wanted, room);
        var anatomy =
            (random.NextUnit() < _options.FilledLungShare ? PhantomAnatomy.FilledLungs : PhantomAnatomy.Plain)
            | (random.NextUnit() < _options.CutBodyShare ? PhantomAnatomy.CutBody : PhantomAnatomy.Plain);
        ulong seed = SeededRandom.Mix(_seed, (ulong)scan + 1);
        _scans.Add(new Lazy<PhantomScan>(() => new PhantomScan(seed, label, anatomy, _options.Side)));

        // Slices stay within the smallest nodule of the class, so that every row shows a lesion.
        double stepMm = Math.Min(1.25, 0.6 * Nodule.DiameterRangeMm(label).Low / count);
        for (int i = 0; i < count; i++)
        {
            bool isDuplicate = random.NextUnit() < _options.DuplicateShare && i > 0;
            double z = isDuplicate ? _rows[^1].ZMm : (i - (count - 1) / 2.0) * stepMm;
            _rows.Add(new PhantomRow(_rows.Count, label, scan, z, isDuplicate));
        }
    }
}
