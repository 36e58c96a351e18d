using System.Security.Cryptography;
using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using NumSharp;

namespace LungSeg.Benchmarks;

/// <summary>
/// Prints, one line of JSON a row, the SHA-256 of every array's values (C order, little endian) as the library reads them, for comparison
/// with pandas.
/// </summary>
internal static class ArrayDigests
{
    /// <param name="inputs">Inputs, read as one data set.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Run(IReadOnlyList<string> inputs, DatasetOptions options, TextWriter output)
    {
        using var dataset = Dataset.Open(inputs, options);
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (row.Mask is { } mask)
            {
                digests["mask"] = Digest(sample.Mask, mask);
            }
            if (row.Hu is { } hu)
            {
                digests["hu_array"] = Digest(sample.Hu, hu);
            }
            if (row.HuOld is { } huOld)
            {
                digests["hu_array_old"] = Digest(sample.HuOld, huOld);
            }
            output.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        row = row.Name,
                        label = row.LabelText,
                        file = row.GetText("file"),
                        part = row.GetText("part"),
                        digests,
                    }
                )
            );
        }
    }

    /// <summary>Answers one data set after the other: a start of this program takes longer than most data sets.</summary>
    /// <param name="requests">A JSON array a line: the folder of masks, which may be null, then the inputs.</param>
    /// <param name="output">Receives the lines of each, and an empty line.</param>
    public static void Answer(TextReader requests, TextWriter output)
    {
        while (requests.ReadLine() is { } line)
        {
            var words = JsonSerializer.Deserialize<string?[]>(line)!;
            var options = words[0] is { } masks ? new DatasetOptions { MaskFolder = masks } : DatasetOptions.Default;
            Run([.. words.Skip(1).Select(word => word!)], options, output);
            output.WriteLine();
        }
    }

    private static string Digest(NDArray array, ArrayInfo info)
    {
        if (array.size != info.Count || !array.shape.Select(length => (long)length).SequenceEqual(info.Shape))
        {
            throw new InvalidOperationException(
                $"the NDArray has shape ({string.Join(", ", array.shape)}), the file ({string.Join(", ", info.Shape)})"
            );
        }
        return Convert.ToHexStringLower(SHA256.HashData(array.tobytes('C')));
    }
}
