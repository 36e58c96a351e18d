using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;
using LungSeg.Core.Formats.Npz;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Writes a copy of an .npz with new values in one member. The compressed bytes of all other members are copied unchanged.
/// </summary>
internal static class NpzRewriter
{
    private const int CopyBytes = 1 << 20;
    private const int DeflateLevel = 6;

    /// <param name="input">The archive.</param>
    /// <param name="target">The file to fill.</param>
    /// <param name="request">The member, and those of its rows that get new values.</param>
    /// <param name="maker">Computes the values.</param>
    /// <exception cref="DatasetFormatException">
    /// The archive has changed since it was indexed, or a value does not fit the member's dtype.
    /// </exception>
    public static void Write(DatasetInput input, SafeFileHandle target, ArrayEditRequest request, ContentMaker maker)
    {
        // A stream closes a handle that it owns, and the caller still needs this one.
        using var borrowed = new SafeFileHandle(target.DangerousGetHandle(), ownsHandle: false);
        using var output = new FileStream(borrowed, FileAccess.ReadWrite, bufferSize: 1 << 16);
        var zip = new ZipOutput(output);
        foreach (var member in NpzReader.Members(input.Source))
        {
            if (member.Column == request.Column && input.RowCount > 0)
            {
                WriteColumn(input, zip, request, (member, maker));
                continue;
            }

            zip.Begin(member.Name, member.IsDeflated);
            Copy(input.Source, member.Place, zip);
            zip.End(member.Crc, member.Length);
        }

        zip.Finish();
        output.Flush();
    }

    private static void WriteColumn(
        DatasetInput input,
        ZipOutput zip,
        ArrayEditRequest request,
        (NpzMember Member, ContentMaker Maker) work
    )
    {
        var column = input.FindColumn(request.Column)!;
        var slices = Enumerable
            .Range(0, checked((int)input.RowCount))
            .Select(row => new ArrayContent(row, column[row].Array!, IsOriginal: !request.Changes(row)))
            .ToArray();
        EditContent content = slices[0].Layout.Stack is { } stack ? new StackContent(stack, slices) : slices[0];
        work.Maker.Prepare(content);
        var parts = content.Parts.ToArray();
        var header = CreateHeader(input, slices[0].Layout, work.Member);
        new NpyMember(zip, work.Member.Name, work.Member.IsDeflated ? DeflateLevel : null).Write(
            header,
            parts.Length,
            work.Maker.Jobs,
            part =>
            {
                var values = new byte[parts[part].Length];
                work.Maker.Fill(parts[part], values);
                return values;
            }
        );
    }

    /// <summary>The bytes before the values in the member: the .npy header, unchanged.</summary>
    private static byte[] CreateHeader(DatasetInput input, ArrayInfo first, NpzMember member)
    {
        var start = first.UnpackedSource is null ? member.Place.Offset : 0;
        var header = new byte[checked((int)(first.Payload.Offset - start))];
        (first.UnpackedSource ?? input.Source).ReadExactly(start, header, "npy header");
        return header;
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
