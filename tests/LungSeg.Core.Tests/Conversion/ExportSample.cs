using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Tests.Conversion;

/// <summary>
/// Three rows, 24 x 40 px, whose lesions are what writers stumble over: a hole and a second part, none at all, and one that touches two
/// sides.
/// </summary>
internal static class ExportSample
{
    public const int Rows = 24;
    public const int Columns = 40;

    public static IReadOnlyList<string> Labels { get; } = ["LR2", "LR3", "LR4A"];

    /// <summary>Writes the sample as a pickle.</summary>
    public static string Write(string path, IReadOnlyList<string>? labels = null, bool isOther = false)
    {
        var plan = new PickleDatasetPlan(labels ?? Labels, Rows, Columns);
        using var writer = new PickleDatasetWriter(path, plan, overwrite: false);
        for (var row = 0; row < plan.Labels.Count; row++)
        {
            var (mask, old) = (Mask(row), Hu(row));
            if (isOther && row == 2)
            {
                (mask[(12 * Columns) + 20], old[5]) = ((sbyte)(1 - mask[(12 * Columns) + 20]), old[5] + 1);
            }
            writer.WriteRow(row, mask, [.. old.Select((hu, i) => i % Columns is > 3 and < 30 ? hu : hu * 0.0)], old);
        }

        writer.Commit();
        return path;
    }

    public static DatasetRow[] RowsOf(Dataset dataset) => [.. dataset.Rows];

    public static double[] Hu(int row) =>
        [.. Enumerable.Range(0, Rows * Columns).Select(i => (double)((((i * 7919) + (row * 104729)) % 1900) - 1000))];

    public static sbyte[] Mask(int row)
    {
        var mask = new sbyte[Rows * Columns];
        void Fill(int top, int left, int bottom, int right, sbyte value)
        {
            for (var r = top; r < bottom; r++)
            {
                mask.AsSpan((r * Columns) + left, right - left).Fill(value);
            }
        }

        if (row == 0)
        {
            Fill(4, 6, 11, 16, 1);
            Fill(6, 8, 9, 11, 0);
            Fill(11, 16, 13, 19, 1);
            Fill(18, 30, 19, 31, 1);
        }
        else if (row == 2)
        {
            Fill(0, 35, 24, 40, 1);
            Fill(10, 30, 14, 35, 1);
        }

        return mask;
    }

    /// <summary>Options under which a format writes the sample.</summary>
    public static ConversionOptions OptionsOf(string format, string folder)
    {
        var export = ExportRegistry.Find(format)!;
        return new ConversionOptions
        {
            Format = format,
            Output = Path.Combine(folder, "out" + (export.IsFolder ? string.Empty : export.Suffixes[0])),
            Jobs = 2,
        };
    }

    public static ConversionResult Convert(string input, ConversionOptions options)
    {
        using var dataset = Dataset.Open(input);
        return DatasetConverter.Convert(dataset, RowsOf(dataset), options);
    }

    /// <summary>Relative path and bytes of all files below a folder, by path.</summary>
    public static SortedDictionary<string, byte[]> FilesIn(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file));
        }
        return files;
    }
}
