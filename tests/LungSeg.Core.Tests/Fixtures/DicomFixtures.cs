using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Files made by pydicom, with what it reads from them.</summary>
internal static class DicomFixtures
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Dicom");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;

    public static string SeriesFolder { get; } = Path.Combine(Folder, "series");

    public static JsonElement Series => Expected.GetProperty("series");

    /// <summary>Slices with a structure set.</summary>
    public static string StructuresFolder { get; } = Path.Combine(Folder, "structures");

    /// <summary>Masks by the name of an ROI, for each slice.</summary>
    public static JsonElement Structures => Expected.GetProperty("structures");

    /// <summary>A structure set of two ROIs for the same slices.</summary>
    public static string TwoRois { get; } = Path.Combine(Folder, "two_rois.dcm");

    /// <summary>Slices with a label map.</summary>
    public static string LabelMapFolder { get; } = Path.Combine(Folder, "label_map");

    /// <summary>Digests of its masks, for each slice.</summary>
    public static IEnumerable<string> LabelMap => Expected.GetProperty("label_map").EnumerateArray().Select(sha => sha.GetString()!);

    public static IEnumerable<string> Names => Expected.GetProperty("files").EnumerateObject().Select(file => file.Name);

    public static JsonElement Of(string name) => Expected.GetProperty("files").GetProperty(name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static IByteSource Source(byte[] bytes) => BinaryFixtures.Source(bytes, "test.dcm");

    /// <summary>SHA-256 of the values of an array of a table.</summary>
    public static string Sha256(IByteSource source, TableIndex table, string column, long row)
    {
        var array = table.Columns.Single(candidate => candidate.Name == column)[row].Array!;
        var values = new byte[array.ByteLength];
        ArrayReader.Read(source, array, values);
        return BinaryFixtures.Sha256(values);
    }

    /// <summary>A copy of the series in a folder of the test's own.</summary>
    public static DirectoryInfo CopySeries()
    {
        var copy = Directory.CreateTempSubdirectory("lungseg-test-");
        foreach (var file in Directory.EnumerateFiles(SeriesFolder))
        {
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }
        return copy;
    }
}
