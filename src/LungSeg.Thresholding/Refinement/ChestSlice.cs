using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// One slice and the values that the steps of the refined method share. An instance is reused for slices of the same size.
/// </summary>
internal sealed class ChestSlice(int height, int width)
{
    /// <summary>
    /// Upper limit of air: half way between lung (-850) and soft tissue (40), so that pixels which average both do not shift the edge.
    /// </summary>
    public const double AirHu = -400;

    /// <summary>
    /// Minimum of compact bone. Soft tissue, also with contrast medium, stays below; noise is removed by <see cref="BonePeel"/>.
    /// </summary>
    private const double BoneHu = 200;
    private const int BonePeel = 1;

    private const double TypicalOutsideHu = -1000;
    private const double ThickestAirHu = -900;
    private const int EnoughOutsidePixels = 500;

    // A median of some 50,000 pixels does not need each of them.
    private const int OutsideRowStep = 8;
    private const int EdgePixels = 2;

    // Nor do quantiles of a lung.
    private const int ManyPixels = 4000;
    private const int ManyRowStep = 4;

    private readonly int[] _depthSquared = new int[width];
    private readonly HuQuantiles _quantiles = new();
    private readonly CutLungs _cutLungs = new(height, width);
    private readonly BitSlice _core = new();
    private readonly BitSlice _aside = new();
    private readonly OutsideFieldOfView _outside = new();
    private int[] _filledPixels = [];

    public int Height => height;

    public int Width => width;

    /// <summary>Set where the HU value is below <see cref="AirHu"/> or NaN.</summary>
    public BitSlice Air { get; } = new();

    /// <summary>Set outside the field of view.</summary>
    public BitSlice Outside { get; } = new();

    /// <summary>Set in the inside of bones, after <see cref="FindBone"/>.</summary>
    public BitSlice Bone { get; } = new();

    /// <summary>The components of air and tissue.</summary>
    public ComponentMap Map { get; } = new();

    public Morphology Morphology { get; } = new(height, width);

    public DistanceTransform Distances { get; } = new(height, width);

    /// <summary>Index of the component of tissue that is the body.</summary>
    public int BodyIndex { get; private set; }

    /// <summary>
    /// Median HU of the air around the body. It separates lung from free gas also on scanners that are off by some 50 HU.
    /// </summary>
    public double OutsideHu { get; private set; }

    /// <summary>Areas of air directly inside the body, largest first.</summary>
    public List<AirComponent> Cavities { get; } = [];

    /// <summary>Reads a slice.</summary>
    /// <returns>False where the slice has no tissue.</returns>
    public bool Load(ReadOnlySpan<double> hu)
    {
        Air.LoadBelow(hu, height, width, AirHu);
        _outside.Find(hu, height, width, Outside, Map);
        Map.Build(Air);
        Cavities.Clear();
        BodyIndex = FindBody();
        if (BodyIndex < 0)
        {
            return false;
        }

        FindCore();
        OutsideHu = MedianOutside(hu);
        if (_cutLungs.Close(hu, this))
        {
            Map.Build(Air);
            BodyIndex = FindBody();
            FindCore();
        }

        MeasureCavities(hu);
        return true;
    }

    /// <summary>Finds the pixels of bone that all have bone around them.</summary>
    public void FindBone(ReadOnlySpan<double> hu)
    {
        Bone.LoadBelow(hu, height, width, BoneHu);
        Bone.Invert();
        Morphology.Erode(Bone, BonePeel);
    }

    /// <summary>Radius in px of the largest disc inside a cavity.</summary>
    public double InnerRadius(AirComponent cavity)
    {
        ref readonly var component = ref Map.Components[cavity.Index];
        Distances.SetWindow(component.Top - 1, component.Left - 1, component.Bottom + 2, component.Right + 2);
        Distances.MeasureColumns(Air, toSet: false);
        var (row, deepest) = (-1, 0);
        foreach (var run in Map.GetRuns(cavity.Index))
        {
            if (run.Row != row)
            {
                Distances.SquaredRow(row = run.Row, _depthSquared);
            }

            for (var column = run.Start; column < run.End; column++)
            {
                deepest = Math.Max(deepest, _depthSquared[column]);
            }
        }

        return Math.Sqrt(deepest);
    }

    private void FindCore()
    {
        _core.CopyFrom(Air);
        Morphology.Erode(_core, EdgePixels);
    }

    private void MeasureCavities(ReadOnlySpan<double> hu)
    {
        for (var index = 0; index < Map.ComponentCount; index++)
        {
            ref readonly var component = ref Map.Components[index];
            if (
                component.Air
                && component.BorderPixels == 0
                && component.Parent == BodyIndex
                && component.Pixels >= LungSelection.MinPixels
            )
            {
                Cavities.Add(Measure(hu, index));
            }
        }

        Cavities.Sort((a, b) => a.Pixels != b.Pixels ? b.Pixels.CompareTo(a.Pixels) : a.Index.CompareTo(b.Index));
    }

    // The component of tissue that, with all it encloses, is largest. A table or an arm encloses little.
    private int FindBody()
    {
        var components = Map.Components;
        if (_filledPixels.Length < components.Length)
        {
            _filledPixels = new int[components.Length];
        }

        var best = -1;
        for (var index = 0; index < components.Length; index++)
        {
            _filledPixels[index] = components[index].Pixels;
        }

        for (var index = components.Length - 1; index >= 0; index--)
        {
            ref readonly var component = ref components[index];
            if (component.BorderPixels == 0)
            {
                _filledPixels[component.Parent] += _filledPixels[index];
            }
        }

        for (var index = 0; index < components.Length; index++)
        {
            if (!components[index].Air && (best < 0 || _filledPixels[index] > _filledPixels[best]))
            {
                best = index;
            }
        }

        return best;
    }

    private double MedianOutside(ReadOnlySpan<double> hu)
    {
        _quantiles.Clear();
        _aside.Clear(height, width);
        for (var row = 0; row < height; row += OutsideRowStep)
        {
            foreach (ref readonly var run in Map.RunsOfRow(row))
            {
                if (run.Air && Map.Components[run.Component].BorderPixels > 0)
                {
                    _aside.Fill(row, run.Start, run.End);
                }
            }
        }

        _aside.Keep(_core);
        _aside.Remove(Outside);
        for (var row = 0; row < height; row += OutsideRowStep)
        {
            var pixels = hu.Slice(row * width, width);
            foreach (var column in _aside.ColumnsOfRow(row))
            {
                if (pixels[column] < ThickestAirHu)
                {
                    _quantiles.Add(pixels[column]);
                }
            }
        }

        return _quantiles.Total < EnoughOutsidePixels / OutsideRowStep ? TypicalOutsideHu : Math.Clamp(_quantiles.Compute(), -1030, -950);
    }

    private AirComponent Measure(ReadOnlySpan<double> hu, int index)
    {
        var pixels = Map.Components[index].Pixels;
        var first = Map.GetFirstRun(index);
        _quantiles.Clear();
        var twiceColumns = 0L;
        var step = pixels < ManyPixels ? 1 : ManyRowStep;
        foreach (var run in Map.GetRuns(index))
        {
            twiceColumns += (long)(run.Start + run.End - 1) * (run.End - run.Start);
            if (run.Row % step != 0)
            {
                continue;
            }

            for (var column = run.Start; column < run.End; column++)
            {
                if (_core[run.Row, column])
                {
                    _quantiles.Add(hu[(run.Row * width) + column]);
                }
            }
        }

        return new AirComponent
        {
            Index = index,
            Pixels = pixels,
            IsCutLung = _cutLungs.Closed[first.Row, first.Start],
            CentreColumn = (double)(twiceColumns / 2) / pixels,
            CoreHu = _quantiles.Total > 0 ? _quantiles.Compute() : AirHu,
            DarkHu = _quantiles.Total > 0 ? _quantiles.Compute(parts: 10) : AirHu,
        };
    }
}
