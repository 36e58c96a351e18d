using LungSeg.Core.Conversion;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Metadata;

/// <summary>What the table of the rows says of the slices that were written, and which numbers classes have.</summary>
public sealed class RowTableTests
{
    [Theory]
    [InlineData("csv", "out.csv")]
    [InlineData("png", "out/labels.csv")]
    [InlineData("png16", "out/labels.csv")]
    [InlineData("tiff", "out/labels.csv")]
    [InlineData("npy", "out/labels.csv")]
    [InlineData("nifti", "out/labels.csv")]
    [InlineData("dicom", "out/labels.csv")]
    [InlineData("dicom-seg", "out/labels.csv")]
    [InlineData("nnunet", "out/Dataset501_LungSeg/classes.csv")]
    public void Convert_Table_HasSizeAndLesionPixelsOfWhatIsWritten(string format, string table)
    {
        // The sample's lesions, counted by hand: 7 x 10 - 3 x 3 + 2 x 3 + 1, none, 24 x 5 + 4 x 5.
        Assert.Equal(["24 40 68", "24 40 0", "24 40 140"], Figures(format, table, options => options));

        // Filled up to a square with air.
        Assert.Equal(["40 40 68", "40 40 0", "40 40 140"], Figures(format, table, options => options with { Size = 40 }));
    }

    [Fact]
    public void Convert_LabelMapOfNumbers_NumbersTablesByItAndYoloWithoutGaps()
    {
        using var folder = new Bytes.Compression.TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var map = LabelMap.Parse("LR2=7,LR3..=9");
        string[] Files(string format) =>
            [
                .. ExportSample
                    .FilesIn(Written(format))
                    .Where(file => file.Key.EndsWith(".txt", StringComparison.Ordinal))
                    .Select(file => System.Text.Encoding.ASCII.GetString(file.Value)),
            ];
        string Written(string format)
        {
            var options = ExportSample.OptionsOf(format, folder.Path) with { Labels = map, Overwrite = true };
            ExportSample.Convert(input, options);
            return options.Output;
        }

        Assert.Equal(["7", "9", "9"], Lines(Written("csv")).Select(line => line["class_id"]));
        using (var tar = new System.Formats.Tar.TarReader(File.OpenRead(Path.Combine(Written("webdataset"), "lungseg-000000.tar"))))
        {
            var numbers = new List<string>();
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.Name.EndsWith(".cls", StringComparison.Ordinal))
                {
                    numbers.Add(new StreamReader(entry.DataStream!).ReadToEnd());
                }
            }

            Assert.Equal(["7", "9", "9"], numbers);
        }

        Assert.Equal(["0", string.Empty, "1"], Files("yolo").Select(text => text.Split(' ')[0]));
    }

    private static string[] Figures(string format, string table, Func<ConversionOptions, ConversionOptions> change)
    {
        using var folder = new Bytes.Compression.TemporaryFolder();
        ExportSample.Convert(ExportSample.Write(Path.Combine(folder.Path, "set.pkl")), change(ExportSample.OptionsOf(format, folder.Path)));
        return [.. Lines(Path.Combine(folder.Path, table)).Select(line => $"{line["rows"]} {line["columns"]} {line["lesion_px"]}")];
    }

    /// <summary>The lines of a table without quoted cells, by the names of its columns.</summary>
    private static IEnumerable<Dictionary<string, string>> Lines(string path)
    {
        var lines = File.ReadAllLines(path).Select(line => line.Split(',')).ToArray();
        return lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second));
    }
}
