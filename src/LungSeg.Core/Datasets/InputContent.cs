using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>Bytes of one data set in an input, unpacked.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Compression">Name of the compression around them; null for none.</param>
/// <param name="Damage">The fault at which they end early; null where they are complete.</param>
internal sealed record InputContent(IByteSource Content, string? Compression, DatasetFormatException? Damage)
{
    private const string AppleFolder = "__MACOSX";
    private const int MostNames = 5;

    /// <summary>What is said of members that are no data sets, and of what was unpacked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Stem of the rows, where a member has another name than the file; null for that of the file.</summary>
    public string? Stem { get; init; }

    /// <summary>Whether it is one of several members of an archive, and no compressed file.</summary>
    public bool IsMember { get; init; }

    /// <summary>Unpacks an input that is one data set, or one table.</summary>
    /// <exception cref="DatasetFormatException">
    /// The input is damaged, holds several data sets, or unpacks to more than the limits allow.
    /// </exception>
    public static InputContent Unpack(IByteSource file, DatasetOptions options)
    {
        var all = UnpackAll(file, options);
        if (all is [var one])
        {
            return one;
        }
        foreach (var content in all)
        {
            content.Content.Dispose();
        }
        var names = ShortList.Join([.. all.Select(content => content.Content.Name.Entry!)], MostNames);
        throw FormatError.Unsupported(file.Name.As("zip"), $"a zip with one data set is expected, found {all.Count}: {names}");
    }

    /// <summary>Unpacks an input: one content, or those of the data sets in a zip archive.</summary>
    /// <exception cref="DatasetFormatException">The input is damaged, or unpacks to more than the limits allow.</exception>
    public static IReadOnlyList<InputContent> UnpackAll(IByteSource file, DatasetOptions options)
    {
        var head = new byte[(int)Math.Min(FormatRegistry.HeadBytes, file.Length)];
        file.ReadExactly(0, head, "head");

        // The preamble of a DICOM file may begin as a file of another kind does.
        var packing = FormatRegistry.IsDicom(head) ? Packing.None : CompressedInput.Identify(head);
        if (packing == Packing.None)
        {
            return [new InputContent(file, null, null)];
        }
        if (packing == Packing.Zip)
        {
            return FormatRegistry.IsCutArrayArchive(file, head, options.Leniency)
                ? [new InputContent(file, null, null)]
                : UnpackZip(file, options);
        }
        var (content, damage) = CompressedInput.Unpack(file, packing, FolderOf(options), options.Limits);
        return [Judged(new InputContent(content, CompressedInput.GetName(packing), damage), options)];
    }

    /// <summary>
    /// A zip of arrays is an .npz and stays as it is. Of any other zip the members that are data sets by their names are unpacked, or the
    /// only member whatever its name, as pandas writes it.
    /// </summary>
    private static List<InputContent> UnpackZip(IByteSource file, DatasetOptions options)
    {
        var name = file.Name.As("zip");
        using var stream = new SourceStream(file);
        using var archive = ZipMember.OpenDirectory(stream, name);
        if (FormatRegistry.IsArrayArchive(archive))
        {
            return [new InputContent(file, null, null)];
        }
        var (members, others) = List(archive, name);
        var contents = new List<InputContent>();
        try
        {
            var left = options.Limits;
            var places = new List<ZipPlace>();
            foreach (var entry in members)
            {
                var content = Unpack(entry, file, stream, places, options with { Limits = left });
                left = left with { MaxUnpackedBytes = left.MaxUnpackedBytes - Packed(content) };
                contents.Add(content with { IsMember = members.Count > 1 });
            }
        }
        catch
        {
            foreach (var content in contents)
            {
                content.Content.Dispose();
            }
            throw;
        }
        var unpacked = contents.Sum(Packed);
        List<string> notes =
            others.Count == 0 ? [] : [$"{others.Count} members of the zip are no data sets: {ShortList.Join(others, MostNames)}"];
        if (unpacked > 0)
        {
            notes.Add($"{unpacked} bytes were unpacked into {FolderOf(options)}, and are deleted when the run ends");
        }
        contents[0] = contents[0] with { Notes = notes };
        return contents;
    }

    /// <summary>The members that are read, and the names of others but for folders and what macOS adds.</summary>
    private static (List<ZipArchiveEntry> Members, List<string> Others) List(ZipArchive archive, SourceName name)
    {
        var files = new List<ZipArchiveEntry>();
        foreach (var entry in archive.Entries)
        {
            // Windows tools of old write backslashes, and pandas before 1.3 calls its one member by the whole path of the file.
            var path = entry.FullName.Replace('\\', '/').TrimEnd('/');
            path = archive.Entries.Count == 1 ? path.TrimStart('/') : path;
            if (!RelativePath.StaysInside(path))
            {
                throw FormatError.Corrupt(
                    name with
                    {
                        Entry = ZipMember.GetName(entry),
                    },
                    "the name of this member leads out of the archive"
                );
            }
            var isFolder = entry.FullName[^1] is '/' or '\\';
            if (!isFolder && !path.Split('/').Any(part => part == AppleFolder || part.StartsWith('.')))
            {
                files.Add(entry);
            }
        }
        ZipArchiveEntry[] data = [.. files.Where(entry => InputStem.IsTable(entry.FullName))];
        if (data.Length == 0 && files is [var only])
        {
            return ([only], []);
        }
        return data.Length > 0
            ? ([.. data], [.. files.Except(data).Select(ZipMember.GetName)])
            : throw FormatError.Unsupported(
                name,
                $"a zip with one member is expected, or with pickles, .npy or .npz, found {files.Count} others: "
                    + $"{ShortList.Join([.. files.Select(ZipMember.GetName)], MostNames)}; unpack a folder of images and read that"
            );
    }

    private static InputContent Unpack(
        ZipArchiveEntry entry,
        IByteSource file,
        SourceStream stream,
        List<ZipPlace> places,
        DatasetOptions options
    )
    {
        var name = file.Name.As("zip") with { Entry = ZipMember.GetName(entry) };
        var place = ZipMember.Locate(entry, stream, name);
        if (places.Any(place.Overlaps))
        {
            throw FormatError.Corrupt(name, place.Offset, "the member shares bytes with another one");
        }
        places.Add(place);
        var (content, damage) = place.IsStored
            ? (new SliceByteSource(file, place.Offset, place.Length, name), null)
            : ((IByteSource, DatasetFormatException?))ZipMember.Unpack(entry, stream, name, FolderOf(options), options.Limits);
        var stem = InputStem.IsTable(entry.FullName) ? InputStem.FromPath(entry.FullName.Replace('\\', '/')) : null;
        return Unwrapped(Judged(new InputContent(content, CompressedInput.GetName(Packing.Zip), damage) { Stem = stem }, options), options);
    }

    /// <summary>The content of a member that is compressed by itself, such as a .pkl.gz.</summary>
    private static InputContent Unwrapped(InputContent packed, DatasetOptions options)
    {
        var head = new byte[(int)Math.Min(CompressedInput.HeadBytes, packed.Content.Length)];
        packed.Content.ReadExactly(0, head, "head");
        if (CompressedInput.Identify(head) is var packing && packing is Packing.None or Packing.Zip)
        {
            return packed;
        }
        using var below = packed.Content;
        var (content, damage) = CompressedInput.Unpack(below, packing, FolderOf(options), options.Limits);
        return Judged(packed with { Content = content, Damage = packed.Damage ?? damage }, options);
    }

    private static InputContent Judged(InputContent content, DatasetOptions options)
    {
        if (content.Damage is { } damage && options.Leniency == Leniency.Strict)
        {
            content.Content.Dispose();
            throw damage;
        }
        return content;
    }

    private static string FolderOf(DatasetOptions options) => options.TemporaryFolder ?? Path.GetTempPath();

    private static long Packed(InputContent content) => content.Content is FileByteSource { Length: var length } ? length : 0;
}
