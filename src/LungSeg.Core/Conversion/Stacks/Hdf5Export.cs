using System.Runtime.CompilerServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Hdf5;
using PureHDF;

namespace LungSeg.Core.Conversion.Stacks;

/// <summary>One HDF5 file, data sets named as the columns, stacks [n, row, col] with a chunk a slice.</summary>
internal sealed class Hdf5Export : IVerifiedExport
{
    private const string NeedsRuntime = "the HDF5 library needs the .NET runtime; use the build that is not native, or write npz";

    public string Name => "hdf5";

    public string Summary => "one HDF5 file, data sets named as the columns, stacks [n, row, col] with a deflated chunk a slice";

    public ExportTraits Traits { get; } =
        new()
        {
            IsFolder = false,
            Suffixes = [".h5", ".hdf5"],
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.MissingHuMethod | ExportOptions.Resampling,
        };

    /// <summary>The library makes code at run time, which a native build cannot.</summary>
    public string? Missing => RuntimeFeature.IsDynamicCodeSupported ? null : NeedsRuntime;

    public void Write(ExportRun run)
    {
        // Said once more for the native compiler, which leaves out what stands behind it.
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new InvalidRequestException(RequestParameter.Format, NeedsRuntime);
        var columns = new StackColumns(run);
        if (columns.KeepPieces())
            return;
        using var file = AtomicFile.Create(run.Path, overwrite: false);
        using var stream = new FileStream(file.Handle, FileAccess.ReadWrite, 1 << 16);
        var stacks = Stacks(run, columns);
        using (var target = new Hdf5Writer(stream, stacks, Texts(run)))
        {
            foreach (var stack in stacks)
                WriteStack(run, columns, target, stack, isLast: stack == stacks[^1]);
        }

        stream.Flush();
        foreach (var row in run.Rows)
            run.Manifest.SetRow(row, Path.GetFileName(run.Options.Output));
        file.Commit();
    }

    public void Verify(ExportRun run)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new InvalidRequestException(RequestParameter.Format, NeedsRuntime);
        var columns = new StackColumns(run);
        using var file = H5File.OpenRead(run.Path);
        foreach (var (name, values) in Texts(run))
        {
            var found = file.Dataset(name).Read<string[]>();
            foreach (var row in run.Rows)
                ReadBack.Same(run, row, name, found.ElementAtOrDefault(row.Position), values[row.Position]);
        }

        foreach (var stack in Stacks(run, columns))
        {
            var dataset = file.Dataset(stack.Name);
            foreach (var row in run.Rows)
                ReadBack.Same(run, row, stack.Name, stack.Read(dataset, row.Position), columns.Read(row, stack.Name));
        }
    }

    private static IEnumerable<(string Name, string[] Values)> Texts(ExportRun run) =>
        run.Metadata.Texts.Select(column => (column.Name, run.Rows.Select(row => column.GetText(row) ?? string.Empty).ToArray()));

    private static Hdf5Stack[] Stacks(ExportRun run, StackColumns columns) =>
        [
            .. columns.Names.Select(name =>
                Hdf5Stack.Of(name, columns.DTypeOf(name), (run.Rows.Count, columns.Size.Height, columns.Size.Width))
            ),
        ];

    private static void WriteStack(ExportRun run, StackColumns columns, Hdf5Writer target, Hdf5Stack stack, bool isLast) =>
        OrderedRows.Run(
            run.Rows.Count,
            run.Options.Jobs,
            i => columns.Read(run.Rows[i], stack.Name),
            (i, bytes) =>
            {
                target.Write(stack, i, bytes);
                if (isLast)
                    run.Options.RowDone?.Invoke();
            }
        );
}
