using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>
/// A folder with <c>X.npy</c> and <c>y.npy</c>, stacks [n, row, col], and <c>labels.csv</c>; with a split <c>X_train.npy</c> and so on.
/// </summary>
internal sealed class NpyExport : ArraysExport
{
    private readonly SliceArrays _arrays;

    public NpyExport(ExportRun run)
        : base(run)
    {
        _arrays = new SliceArrays(run);
        foreach (var part in run.Parts)
        {
            StackColumns.CommonSize(part.Rows, row => run.Slices.GetSize(row.Row));
        }
    }

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "npy",
            Summary = "folder with X.npy, y.npy (stacks [n, row, col]) and labels.csv; X_train.npy with a split",
            Start = run => new NpyExport(run),
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.Slices,
        };

    public override IRowArrays Arrays => _arrays;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        foreach (var part in Run.Parts)
        {
            Join(part, load);
        }
    }

    public override void Verify(ReadBack back)
    {
        foreach (var part in Run.Parts)
        {
            var (xName, yName) = GetNames(part);
            using var x = back.Open(Run.GetPath(xName), part.Rows.Length, DatasetColumns.HuOld);
            using var y = back.Open(Run.GetPath(yName), part.Rows.Length, DatasetColumns.Mask);
            var places = part.GetPlaces();
            Run.Each(
                part.Rows,
                row =>
                {
                    var place = places[row.Position];
                    using var expected = _arrays.Load(row);
                    using var image = x[place].Load();
                    using var mask = y[place].Load();
                    var size = Run.Slices.GetSize(row.Row);
                    back.SameArray(row, "image", image, image.Row.HuOld, new(_arrays.ImageType, size, expected.View(SliceArrays.Image)));
                    back.SameArray(row, "mask", mask, mask.Row.Mask, new(DType.Int8, size, expected.View(SliceArrays.Mask)));
                    Run.Figures[row.Position] ??= new SliceFigures(size, expected.View(SliceArrays.Mask).Count((byte)1));
                }
            );
            RowTable.Verify(Run, back, $"labels{part.Suffix}.csv", part.Rows);
        }
    }

    private static (string X, string Y) GetNames(PartRows part) => ($"X{part.Suffix}.npy", $"y{part.Suffix}.npy");

    private void Join(PartRows part, Func<ExportRow, RowBytes> load)
    {
        var size = Run.Slices.GetSize(part.Rows[0].Row);
        var pixels = (long)size.Height * size.Width;
        var (xName, yName) = GetNames(part);
        using var xFile = Run.Files.Create(xName, bufferSize: 0);
        using var yFile = Run.Files.Create(yName, bufferSize: 0);
        var (x, y) = (xFile.SafeFileHandle, yFile.SafeFileHandle);
        var xHeader = NpyWriter.Header(_arrays.ImageType, part.Rows.Length, size.Height, size.Width);
        var yHeader = NpyWriter.Header(DType.Int8, part.Rows.Length, size.Height, size.Width);
        RandomAccess.Write(x, xHeader, 0);
        RandomAccess.Write(y, yHeader, 0);
        var places = part.GetPlaces();
        Run.Each(
            part.Rows,
            row =>
            {
                using var values = load(row);
                var mask = values.View(SliceArrays.Mask);
                RandomAccess.Write(
                    x,
                    values.View(SliceArrays.Image),
                    xHeader.Length + (places[row.Position] * pixels * _arrays.ImageType.ItemSize)
                );
                RandomAccess.Write(y, mask, yHeader.Length + (places[row.Position] * pixels));
                Run.Figures[row.Position] = new SliceFigures(size, mask.Count((byte)1));
                Run.Manifest.SetRow(row, xName, yName);
            }
        );
        RandomAccess.FlushToDisk(x);
        RandomAccess.FlushToDisk(y);
        RowTable.Save(Run, $"labels{part.Suffix}.csv", part.Rows);
    }

    /// <summary>The images and masks of rows. All images have one type.</summary>
    private sealed class SliceArrays(ExportRun run) : IRowArrays
    {
        public const string Image = "image";
        public const string Mask = "mask";

        public DType ImageType { get; } = GetType(run);

        public IEnumerable<string> GetNames(ExportRow row) => [Image, Mask];

        public long GetLength(ExportRow row, string name)
        {
            var size = run.Slices.GetSize(row.Row);
            return (long)size.Height * size.Width * (name == Image ? ImageType.ItemSize : 1);
        }

        public RowBytes Load(ExportRow row) => new SliceBytes(run, run.Load(row), ImageType);

        private static DType GetType(ExportRun run)
        {
            if (run.Window is not null)
            {
                return SlicePixels.UInt8;
            }

            if (HuEncoding.Asked(run.Options.DType) is { } asked)
            {
                return asked;
            }

            var types = run.Rows.Select(row => run.Slices.GetImage(row.Row).DType.With(ByteOrder.Little)).Distinct().ToArray();
            return types is [var one] ? one : DType.Float64;
        }
    }

    /// <summary>The image and the mask of one row.</summary>
    private sealed class SliceBytes(ExportRun run, ExportSlice slice, DType dtype) : RowBytes
    {
        public override byte[] Read(string name) => View(name).ToArray();

        public override ReadOnlySpan<byte> View(string name) => name == SliceArrays.Image ? run.Pixels.GetImage(slice, dtype) : slice.Mask;

        public override void Dispose() => slice.Dispose();
    }
}
