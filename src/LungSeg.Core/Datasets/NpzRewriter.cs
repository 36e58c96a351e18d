using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;
using LungSeg.Core.Formats.Npz;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>Writes a copy of a .npz in which one member has new values; the bytes of every other member, packed as they are, are copied.</summary>
internal static class NpzRewriter
{
    private const int CopyBytes = 1 << 20;
    private const int DeflateLevel = 6;

    /// <param name="input">The archive.</param>
    /// <param name="target">The file to fill.</param>
    /// <param name="request">Which member, and which of its rows get new values.</param>
    /// <param name="work">What gives the values of a row, and the number of threads.</param>
    /// <exception cref="DatasetFormatException">The member is a stack in Fortran order, or the archive is not what it was when it was indexed.</exception>
    public static void Write(DatasetInput input, SafeFileHandle target, ArrayEditRequest request, (ContentFiller Fill, int Jobs) work)
    {
        // The handle is the caller's, who goes on with it; a stream closes what it owns.
        using var borrowed = new SafeFileHandle(target.DangerousGetHandle(), ownsHandle: false);
        using var output = new FileStream(borrowed, FileAccess.ReadWrite, bufferSize: 1 << 16);
        var zip = new ZipOutput(output);
        foreach (var member in NpzReader.Members(input.Source))
        {
            if (member.Column == request.Column)
            {
                WriteColumn(input, zip, request, (member, work.Fill, work.Jobs));
                continue;
            }

            zip.Begin(member.Name, member.IsDeflated);
            Copy(input.Source, member.Place, zip);
            zip.End(member.Crc, member.Length);
        }

        zip.Finish();
        output.Flush();
    }

    private static void WriteColumn(DatasetInput input, ZipOutput zip, ArrayEditRequest request, (NpzMember Member, ContentFiller Fill, int Jobs) work)
    {
        var column = input.FindColumn(request.Column)!;
        var header = HeaderOf(input, column[0].Array!, work.Member);
        new NpyMember(zip, work.Member.Name, work.Member.IsDeflated ? DeflateLevel : null)
            .Write(header, checked((int)input.RowCount), work.Jobs, row => ValuesOf(input, column[row].Array!, row, (request, work.Fill)));
    }

    /// <summary>What stands before the values in the member: the .npy header, byte for byte.</summary>
    private static byte[] HeaderOf(DatasetInput input, ArrayInfo first, NpzMember member)
    {
        var start = first.UnpackedSource is null ? member.Place.Offset : 0;
        var header = new byte[checked((int)(first.Payload.Offset - start))];
        (first.UnpackedSource ?? input.Source).ReadExactly(start, header, "npy header");
        return header;
    }

    private static byte[] ValuesOf(DatasetInput input, ArrayInfo array, long row, (ArrayEditRequest Request, ContentFiller Fill) work)
    {
        if (array.Order == ElementOrder.Strided || (array.IsPart && array.Order != ElementOrder.C))
            throw FormatError.Unsupported(input.Source.Name, array.Payload.Offset, "its slices are not contiguous: the stack is in Fortran order");
        var values = new byte[array.ByteLength];
        if (work.Request.Changes(row))
            work.Fill(new ArrayContent(row, array, IsOriginal: false), values);
        else
            (array.UnpackedSource ?? input.Source).ReadExactly(array.FirstByte, values, "array values");
        return values;
    }

    private static void Copy(IByteSource source, ZipPlace place, ZipOutput zip)
    {
        var chunk = new byte[CopyBytes];
        for (var done = 0L; done < place.Length; done += chunk.Length)
        {
            var bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, place.Length - done));
            source.ReadExactly(place.Offset + done, bytes, "zip member");
            zip.Write(bytes);
        }
    }
}
