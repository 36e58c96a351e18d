using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>One slice with what the steps of the refined method share; reused for slices of the same size.</summary>
internal sealed class ChestSlice(int rows, int columns)
{
    /// <summary>Air of the lung lies below: half way between lung (-850) and soft tissue (40), so that averaging of both at the edge shifts neither way.</summary>
    public const double AirHu = -400;

    private const double TypicalOutsideHu = -1000;
    private const double ThickestAirHu = -900;
    private const int EnoughOutsidePixels = 500;
    private const int CoreDepthSquared = 4;

    private readonly int[] _filledPixels = new int[rows * columns];
    private readonly HuHistogram _histogram = new();
    private readonly CutLungs _cutLungs = new(rows, columns);

    public int Rows => rows;

    public int Columns => columns;

    public BitSlice Bits { get; } = new();

    /// <summary>The components of air and tissue.</summary>
    public ComponentMap Map { get; } = new();

    public Morphology Morphology { get; } = new(rows, columns);

    /// <summary>1 where the HU value is below <see cref="AirHu"/> or NaN.</summary>
    public byte[] Air { get; } = new byte[rows * columns];

    /// <summary>Component of tissue that the body is.</summary>
    public int BodyIndex { get; private set; }

    /// <summary>Median HU of the air around the body, which tells lung from free gas on scanners that are off by some 50 HU.</summary>
    public double OutsideHu { get; private set; }

    /// <summary>Areas of air directly inside the body component, largest first.</summary>
    public List<AirComponent> Cavities { get; } = [];

    /// <summary>Reads a slice.</summary>
    /// <returns>False where there is no tissue at all.</returns>
    public bool Load(ReadOnlySpan<double> hu)
    {
        Bits.LoadBelow(hu, rows, columns, AirHu);
        for (var i = 0; i < hu.Length; i++)
        {
            Air[i] = (byte)(hu[i] >= AirHu ? 0 : 1);
        }

        Map.Build(Bits);
        Cavities.Clear();
        BodyIndex = FindBody();
        if (BodyIndex < 0)
        {
            return false;
        }

        var depthSquared = Morphology.DepthSquared(Air);
        OutsideHu = MedianOutside(hu, depthSquared);
        if (_cutLungs.Close(hu, this))
        {
            Bits.LoadMask(Air, rows, columns);
            Map.Build(Bits);
            BodyIndex = FindBody();
            depthSquared = Morphology.DepthSquared(Air);
        }

        MeasureCavities(hu, depthSquared);
        return true;
    }

    /// <summary>Sets the pixels of one component.</summary>
    public void Paint(int index, Span<byte> mask, byte value)
    {
        ref readonly var component = ref Map.Components[index];
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in Map.RunsOfRow(row))
            {
                if (run.Component == index)
                {
                    mask[((row * columns) + run.Start)..((row * columns) + run.End)].Fill(value);
                }
            }
        }
    }

    private void MeasureCavities(ReadOnlySpan<double> hu, ReadOnlySpan<int> depthSquared)
    {
        for (var index = 0; index < Map.ComponentCount; index++)
        {
            ref readonly var component = ref Map.Components[index];
            if (component.Air && component.BorderPixels == 0 && component.Parent == BodyIndex && component.Pixels >= LungSelection.MinimumPixels)
            {
                Cavities.Add(Measure(hu, depthSquared, index));
            }
        }

        Cavities.Sort((a, b) => a.Pixels != b.Pixels ? b.Pixels.CompareTo(a.Pixels) : a.Index.CompareTo(b.Index));
    }

    // The tissue that encloses the most, itself included: a table or an arm encloses little.
    private int FindBody()
    {
        var components = Map.Components;
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

    private double MedianOutside(ReadOnlySpan<double> hu, ReadOnlySpan<int> depthSquared)
    {
        _histogram.Clear();
        for (var row = 0; row < rows; row++)
        {
            foreach (ref readonly var run in Map.RunsOfRow(row))
            {
                if (!run.Air || Map.Components[run.Component].BorderPixels == 0)
                {
                    continue;
                }

                for (var i = (row * columns) + run.Start; i < (row * columns) + run.End; i++)
                {
                    if (depthSquared[i] > CoreDepthSquared && hu[i] is >= CutLungs.PaddingHu and < ThickestAirHu)
                    {
                        _histogram.Add(hu[i]);
                    }
                }
            }
        }

        return _histogram.Total < EnoughOutsidePixels ? TypicalOutsideHu : Math.Clamp(_histogram.Median(), -1030, -950);
    }

    private AirComponent Measure(ReadOnlySpan<double> hu, ReadOnlySpan<int> depthSquared, int index)
    {
        ref readonly var component = ref Map.Components[index];
        _histogram.Clear();
        var (sumRows, sumColumns) = (0L, 0L);
        var deepest = 0;
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            foreach (ref readonly var run in Map.RunsOfRow(row))
            {
                for (var column = run.Start; run.Component == index && column < run.End; column++)
                {
                    var i = (row * columns) + column;
                    sumRows += row;
                    sumColumns += column;
                    deepest = Math.Max(deepest, depthSquared[i]);
                    if (depthSquared[i] > CoreDepthSquared)
                    {
                        _histogram.Add(hu[i]);
                    }
                }
            }
        }

        return new AirComponent
        {
            Index = index,
            Pixels = component.Pixels,
            CentreRow = (double)sumRows / component.Pixels,
            CentreColumn = (double)sumColumns / component.Pixels,
            InnerRadius = Math.Sqrt(deepest),
            CoreHu = _histogram.Total > 0 ? _histogram.Median() : AirHu,
        };
    }
}
