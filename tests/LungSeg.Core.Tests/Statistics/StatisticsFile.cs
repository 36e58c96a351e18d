using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace LungSeg.Core.Tests.Statistics;

/// <summary>A data set of small slices, as the .npz that numpy would write, gone with its folder.</summary>
internal sealed class StatisticsFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public StatisticsFile(int rows, int columns, double[]? old, double[]? hu, byte[]? mask, string[]? labels = null)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "set.npz");
        using var archive = ZipFile.Open(Path, ZipArchiveMode.Create);
        var pixels = rows * columns;
        Add(
            archive,
            "hu_array_old",
            "<f8",
            old is null ? null : MemoryMarshal.AsBytes(old.AsSpan()).ToArray(),
            $"{old?.Length / pixels}, {rows}, {columns}"
        );
        Add(
            archive,
            "hu_array",
            "<f8",
            hu is null ? null : MemoryMarshal.AsBytes(hu.AsSpan()).ToArray(),
            $"{hu?.Length / pixels}, {rows}, {columns}"
        );
        Add(archive, "mask", "|i1", mask, $"{mask?.Length / pixels}, {rows}, {columns}");
        Add(
            archive,
            "label1",
            "<U4",
            labels is null ? null : Encoding.UTF32.GetBytes(string.Concat(labels.Select(label => label.PadRight(4, '\0')))),
            $"{labels?.Length},"
        );
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Add(ZipArchive archive, string name, string dtype, byte[]? values, string shape)
    {
        if (values is null)
        {
            return;
        }
        var header = $"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({shape}), }}";
        header = header.PadRight(((header.Length + 10) / 64 * 64) + 53) + "\n";
        using var stream = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression).Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)]);
        stream.Write(values);
    }
}
