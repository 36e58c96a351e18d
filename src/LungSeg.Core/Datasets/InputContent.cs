using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>Decompresses an input.</summary>
internal static class InputContent
{
    /// <summary>Returns the decompressed bytes, the name of the compression, and the fault at which the bytes end early, if any.</summary>
    /// <exception cref="DatasetFormatException">The input is damaged, or unpacks to more than the limits allow.</exception>
    public static (IByteSource Content, string? Compression, DatasetFormatException? Damage) Unpack(
        IByteSource file,
        DatasetOptions options
    )
    {
        var head = new byte[(int)Math.Min(FormatRegistry.HeadBytes, file.Length)];
        file.ReadExactly(0, head, "head");

        // The preamble of a DICOM file may begin as a file of another kind does.
        var packing = FormatRegistry.IsDicom(head) ? Packing.None : CompressedInput.Identify(head);
        if (packing == Packing.None)
        {
            return (file, null, null);
        }
        var folder = options.TemporaryFolder ?? Path.GetTempPath();
        var (content, damage) =
            packing == Packing.Zip
                ? UnpackZip(file, folder, options.Limits)
                : CompressedInput.Unpack(file, packing, folder, options.Limits);
        if (damage is not null && options.Leniency == Leniency.Strict)
        {
            content.Dispose();
            throw damage;
        }

        return (content, ReferenceEquals(content, file) ? null : CompressedInput.GetName(packing), damage);
    }

    /// <summary>A zip of arrays is an .npz and stays as it is. Any other zip must hold one member, as pandas writes it.</summary>
    private static (IByteSource Content, DatasetFormatException? Damage) UnpackZip(IByteSource file, string folder, ReadLimits limits)
    {
        using var stream = new SourceStream(file);
        using var archive = ZipMember.OpenDirectory(stream, file.Name.As("zip"));
        if (FormatRegistry.IsArrayArchive(archive))
        {
            return (file, null);
        }
        if (archive.Entries is not [var entry])
        {
            var names = string.Join(", ", archive.Entries.Take(5).Select(ZipMember.GetName));
            throw FormatError.Unsupported(
                file.Name.As("zip"),
                $"a zip with one member is expected, found {archive.Entries.Count}: {names}"
            );
        }

        var name = file.Name.As("zip") with { Entry = ZipMember.GetName(entry) };
        var place = ZipMember.Locate(entry, stream, name);
        return place.IsStored
            ? (new SliceByteSource(file, place.Offset, place.Length, name), null)
            : ZipMember.Unpack(entry, stream, name, folder, limits);
    }
}
