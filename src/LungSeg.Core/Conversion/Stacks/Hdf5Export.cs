using System.Runtime.CompilerServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Formats.Hdf5;
using PureHDF;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>One HDF5 file, data sets named as the columns, stacks [n, row, col] with a chunk a slice.</summary>
internal sealed class Hdf5Export : ArraysExport
{
    private const string NeedsRuntime = "the HDF5 library needs the .NET runtime; use the build that is not native, or write npz";

    private readonly StackColumns _columns;

    public Hdf5Export(ExportRun run)
        : base(run) => _columns = new StackColumns(run);

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "hdf5",
            Summary = "one HDF5 file, data sets named as the columns, stacks [n, row, col] with a deflated chunk a slice",
            Start = run => new Hdf5Export(run),
            IsFolder = false,
            Suffixes = [".h5", ".hdf5"],
            Columns = new() { AreMembers = true },
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Resampling,

            // The library generates code at run time, which a native build cannot do.
            Missing = RuntimeFeature.IsDynamicCodeSupported ? null : NeedsRuntime,
        };

    public override IRowArrays Arrays => _columns;

    public override void Join(Func<ExportRow, RowBytes> load)
    {
        // Repeated for the native compiler, which then leaves out the code below.
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new InvalidRequestException(RequestParameter.Format, NeedsRuntime);
        }

        using var stream = Run.CreateFile();
        var stacks = GetStacks();
        using (
            var target = new Hdf5Writer(
                stream,
                stacks,
                GetColumns().Select(data => (data.Name, data.Texts ?? Hdf5Values.Create(data.DType, data.Elements)))
            )
        )
        {
            foreach (var stack in stacks)
            {
                WriteStack(load, target, stack, isLast: stack == stacks[^1]);
            }
        }

        stream.Flush(flushToDisk: true);
    }

    public override void Verify(ReadBack back)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new InvalidRequestException(RequestParameter.Format, NeedsRuntime);
        }

        using var file = H5File.OpenRead(Run.Path);
        foreach (var (name, texts, elements, dtype) in GetColumns())
        {
            Verify(back, file.Dataset(name), texts, elements, dtype);
        }

        foreach (var stack in GetStacks())
        {
            var dataset = file.Dataset(stack.Name);
            var (found, expectedLength) = (dataset.Space.Dimensions, (ulong)Run.Rows.Count);
            if (Run.Rows is [var first, ..])
            {
                var shape =
                    $"{expectedLength} x {_columns.Size.Height} x {_columns.Size.Width} of {_columns.GetDType(stack.Name).ItemSize} bytes";
                back.Same(first, $"shape of {stack.Name}", $"{string.Join(" x ", found)} of {dataset.Type.Size} bytes", shape);
            }

            foreach (var row in Run.Rows)
            {
                using var expected = _columns.Load(row);
                var slice = stack.Read(dataset, row.Position);
                back.Same(row, stack.Name, slice, expected.View(stack.Name));
                LargeMemory.Release(slice.Length);
            }
        }
    }

    private void Verify(ReadBack back, IH5Dataset dataset, string[]? texts, byte[] elements, DType dtype)
    {
        if (Run.Rows is not [var first, ..])
        {
            return;
        }

        if (texts is null)
        {
            back.Same(first, $"type of {dataset.Name}", $"{dataset.Type.Size} bytes", $"{dtype.ItemSize} bytes");
            back.Same(first, $"column {dataset.Name}", Hdf5Values.Read(dataset, dtype), elements);
            return;
        }

        var found = dataset.Read<string[]>();
        foreach (var row in Run.Rows)
        {
            back.Same(row, dataset.Name, found.ElementAtOrDefault(row.Position), texts[row.Position]);
        }
    }

    /// <summary>The columns of values; where some are missing, a data set of truth values says which. Dates are texts.</summary>
    private IEnumerable<(string Name, string[]? Texts, byte[] Elements, DType DType)> GetColumns()
    {
        foreach (var column in Run.Metadata.TableColumns)
        {
            if (column.Type is MetadataType.Text or MetadataType.Date or MetadataType.Duration)
            {
                yield return (column.Name, Run.Rows.Select(row => column.GetText(row) ?? string.Empty).ToArray(), [], default);
                continue;
            }

            var dtype = column.ElementType is { Kind: 'f', ItemSize: 2 } ? new DType('f', 4, ByteOrder.Little) : column.ElementType;
            var elements = ColumnElements.Encode(column with { ElementType = dtype }, Run.Rows);
            yield return (column.Name, null, elements, dtype);
            if (ColumnElements.FindMissing(column, Run.Rows) is { } missing)
            {
                var truth = new DType('b', 1, ByteOrder.None);
                yield return (column.Name + MemberColumn.MissingSuffix, null, missing, truth);
            }
        }
    }

    private Hdf5Stack[] GetStacks() =>
        [.. _columns.Names.Select(name => Hdf5Stack.Create(name, _columns.GetDType(name), Run.Rows.Count, _columns.Size))];

    private void WriteStack(Func<ExportRow, RowBytes> load, Hdf5Writer target, Hdf5Stack stack, bool isLast) =>
        OrderedRows.Run(
            Run.Rows.Count,
            Run.Options.Jobs,
            i => Read(load, Run.Rows[i], stack.Name),
            (i, bytes) =>
            {
                target.Write(stack, i, bytes);
                LargeMemory.Release(bytes.Length);
                if (isLast)
                {
                    Run.Options.RowDone?.Invoke();
                }
            }
        );
}
