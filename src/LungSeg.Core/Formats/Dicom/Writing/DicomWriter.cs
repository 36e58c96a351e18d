using System.Buffers;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Writes Part 10 files in explicit VR little endian. Equal input gives equal bytes.</summary>
internal static class DicomWriter
{
    /// <summary>Maximum length of the pixels of a file (PS3.5 7.1.2): even, and not 0xFFFFFFFF.</summary>
    public const long MaxPixelBytes = uint.MaxValue - 1;

    private const int MaxVersionLetters = 16;

    /// <summary>Writes a whole file.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="dataSet">All attributes except the pixels, including SOP class and instance.</param>
    /// <param name="pixelVr">OB or OW.</param>
    /// <param name="pixels">The pixels. A byte is added where their number of bytes is odd.</param>
    /// <exception cref="ArgumentException">There are more pixels than a file can hold.</exception>
    public static void Write(Stream target, DicomAttributes dataSet, ushort pixelVr, Stream pixels)
    {
        var length = pixels.Length + (pixels.Length & 1);
        if (length > MaxPixelBytes)
        {
            throw new ArgumentException($"{length} bytes of pixels are more than one file holds", nameof(pixels));
        }
        target.Write(new byte[DicomContent.HeadBytes - 4]);
        target.Write("DICM"u8);
        target.Write(CreateMeta(dataSet));
        target.Write(dataSet.ToArray());
        var head = new ArrayBufferWriter<byte>();
        DicomAttributes.WriteHead(head, DicomTags.PixelData, pixelVr, (uint)length);
        target.Write(head.WrittenSpan);
        pixels.CopyTo(target);
        if (length > pixels.Length)
        {
            target.WriteByte(0);
        }
    }

    /// <summary>Group 0002 (PS3.10 7.1).</summary>
    private static byte[] CreateMeta(DicomAttributes dataSet)
    {
        var version = $"LUNGSEG_{ToolVersion.Text}";
        var meta = new DicomAttributes()
            .Set(DicomTags.FileMetaInformationVersion, ElementVr.OB, [0, 1])
            .Text(DicomTags.MediaStorageSopClassUid, ElementVr.UI, dataSet.GetText(DicomTags.SopClassUid))
            .Text(DicomTags.MediaStorageSopInstanceUid, ElementVr.UI, dataSet.GetText(DicomTags.SopInstanceUid))
            .Text(DicomTags.TransferSyntaxUid, ElementVr.UI, TransferSyntax.ExplicitLittleEndian.Uid)
            .Text(DicomTags.ImplementationClassUid, ElementVr.UI, DicomUid.Create("implementation"))
            .Text(DicomTags.ImplementationVersionName, ElementVr.SH, version[..Math.Min(version.Length, MaxVersionLetters)])
            .ToArray();
        return [.. new DicomAttributes().UInt32(DicomTags.FileMetaInformationGroupLength, (uint)meta.Length).ToArray(), .. meta];
    }
}
