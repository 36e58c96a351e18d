using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Hdf5;
using LungSeg.Core.Formats.MetaImage;
using LungSeg.Core.Formats.Monai;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Formats.NnUnet;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Formats.Npz;
using LungSeg.Core.Formats.Parquet;
using LungSeg.Core.Formats.Pickle;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Formats.Tiff;
using LungSeg.Core.Formats.WebDataset;

namespace LungSeg.Core.Formats;

/// <summary>Lists all formats that are read.</summary>
internal static class FormatRegistry
{
    /// <summary>Bytes of a file that tell its format.</summary>
    public const int HeadBytes = 512;

    private static readonly string[] DataSuffixes = [".pkl", ".pickle", ".npy", ".npz", ".parquet", ".h5", ".hdf5"];

    /// <summary>
    /// The formats of files, in the order in which they are tried. Pickle is last, since its oldest protocols have no signature.
    /// </summary>
    public static IReadOnlyList<ITableFormat> All { get; } =
    [
        new NpyFormat(),
        new NpzFormat(),
        new NiftiFormat(),
        new DicomFormat(),
        new MetaImageFormat(),
        new ParquetFormat(),
        new Hdf5Format(),
        new WebDatasetFormat(),
        new PickleFormat(),
    ];

    /// <summary>The layouts of folders, in the order in which they are tried.</summary>
    public static IReadOnlyList<IFolderFormat> Folders { get; } =
    [
        new MonaiFormat(),
        new NnUnetFormat(),
        new DicomFolderFormat(),
        new NiftiFolderFormat(),
        new MetaImageFolderFormat(),
        new TiffFormat(),
        new PngFormat(),
        new WebDatasetFolderFormat(),
        new NpyFolderFormat(),
    ];

    /// <summary>The format of a single file by its name, or null.</summary>
    public static ITableFormat? FindByName(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The layout of a folder: by the name <paramref name="asked"/>, else the first that matches.</summary>
    /// <exception cref="DatasetFormatException">No layout matches (<see cref="Fault.WrongFormat"/>).</exception>
    public static IFolderFormat Find(FolderSource folder, string? asked)
    {
        if (asked is not null)
        {
            return Folders.FirstOrDefault(format => format.Name == asked)
                ?? throw new InvalidRequestException(
                    RequestParameter.InputFormat,
                    $"'{asked}' is not a format of a folder; known are {FolderNames}"
                );
        }
        var written = FolderManifest.FindFormat(folder);
        return Folders.FirstOrDefault(format => format.Name == written && format.Matches(folder))
            ?? Folders.FirstOrDefault(format => format.Matches(folder))
            ?? throw FormatError.WrongFormat(
                new SourceName(folder.Path, null, "folder"),
                written is null || Folders.Any(format => format.Name == written)
                    ? $"none of the layouts that are read ({FolderNames}) among its {folder.Files.Count} files" + DescribeDataFiles(folder)
                    : $"lungseg wrote it as {PrintableText.Escape(written, 40)}, which it does not read back: use what it was converted "
                        + "from"
            );
    }

    /// <summary>The format of a file: by the name <paramref name="asked"/>, else by content.</summary>
    /// <exception cref="DatasetFormatException">
    /// No format matches (<see cref="Fault.WrongFormat"/>), or the file is empty (<see cref="Fault.Truncated"/>).
    /// </exception>
    public static ITableFormat Find(IByteSource source, string? asked)
    {
        if (asked is not null)
        {
            return FindByName(asked)
                ?? throw new InvalidRequestException(RequestParameter.InputFormat, $"format '{asked}' is not known; known are {Names}");
        }
        if (source.Length == 0)
        {
            throw FormatError.Empty(source.Name);
        }
        var head = new byte[(int)Math.Min(HeadBytes, source.Length)];
        source.ReadExactly(0, head, "head");
        if (IsDicom(head))
        {
            return new DicomFormat();
        }

        if (ForeignContent.Describe(head) is { } foreign)
        {
            throw FormatError.WrongFormat(source.Name, 0, foreign);
        }

        // Text may begin as an old pickle does.
        var found = All.FirstOrDefault(format => format.Matches(head));
        if (found is null or PickleFormat && ForeignTable.Find(head, source.Name) is { } table)
        {
            throw table;
        }
        return found
            ?? throw FormatError.WrongFormat(
                source.Name,
                0,
                $"none of the formats that are read ({Names}); it starts with "
                    + $"{Convert.ToHexStringLower(head.AsSpan(0, Math.Min(8, head.Length)))}"
            );
    }

    /// <summary>Whether a file is DICOM by the letters behind its preamble, whatever the preamble holds.</summary>
    public static bool IsDicom(ReadOnlySpan<byte> head) => DicomContent.IsPart10(head);

    /// <summary>Whether a zip archive is an .npz, and not compression around another format.</summary>
    public static bool IsArrayArchive(ZipArchive archive) => NpzReader.IsNpz(archive);

    /// <summary>Whether a zip archive is an .npz that ends before its directory, of which its reader gives what is whole.</summary>
    public static bool IsCutArrayArchive(IByteSource file, ReadOnlySpan<byte> head, Leniency leniency) =>
        leniency != Leniency.Strict && NpzReader.IsCutNpz(head) && NpzReader.FindCut(file) is not null;

    /// <summary>What to do where the folder holds files that are data sets by themselves.</summary>
    private static string DescribeDataFiles(FolderSource folder)
    {
        string[] files = [.. folder.Files.Where(IsDataFile)];
        return files.Length switch
        {
            0 => string.Empty,
            1 => $"; one is a data set by itself: give its name, {Path.Combine(folder.Path, files[0])}",
            var count => $"; {count} of them are data sets by themselves: give their names, such as "
                + Path.Combine(Path.Combine(folder.Path, Path.GetDirectoryName(files[0])!), "*" + Path.GetExtension(files[0])),
        };
    }

    private static bool IsDataFile(string path) =>
        DataSuffixes.Any(suffix =>
            path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) || path.Contains($"{suffix}.", StringComparison.OrdinalIgnoreCase)
        );

    private static string FolderNames => string.Join(", ", Folders.Select(format => format.Name));

    private static string Names => string.Join(", ", All.Select(format => format.Name));
}
