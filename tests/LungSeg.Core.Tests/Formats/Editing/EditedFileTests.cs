using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Editing;

public sealed class EditedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_EditsInAnyOrder_GoWhereTheyBelong()
    {
        var source = new MemoryByteSource(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, new SourceName("memory", null, "file"));
        var bytes = new DType('i', 1, ByteOrder.None);
        var array = ArrayInfo.Contiguous(bytes, [2], fortran: false, new Payload(6, 2));
        var edited = new EditedFile(
            source,
            [
                FileEdit.InPlace(array, new ArrayContent(4, array, IsOriginal: false)),
                new FileEdit(1, 2, new byte[] { 90, 91, 92 }, null, default),
                new FileEdit(4, 0, new byte[] { 93 }, null, default),
            ]
        );
        Assert.Equal(12, edited.Length);
        var path = Path.Combine(_folder.FullName, "edited");
        using (var file = AtomicFile.Create(path, overwrite: false))
        {
            for (var piece = edited.PieceCount - 1; piece >= 0; piece--)
            {
                edited.Write(
                    file.Handle,
                    piece,
                    (part, destination) =>
                    {
                        Assert.Equal(4, Assert.IsType<ArrayContent>(part.Content).Row);
                        destination.Fill(99);
                    }
                );
            }

            Assert.False(File.Exists(path));
            file.Commit();
        }

        Assert.Equal([0, 90, 91, 92, 3, 93, 4, 5, 99, 99, 8, 9], File.ReadAllBytes(path));
        Assert.Single(_folder.EnumerateFiles());
    }

    [Fact]
    public void Append_ValuesAsText_StatesTheirLengthOnceItIsKnown()
    {
        // 4 bytes of length, 3 of text, 2 behind it; the new values are 7F and 80, of which the second takes two bytes.
        var source = new MemoryByteSource(new byte[] { 88, 3, 0, 0, 0, 65, 66, 67, 46, 46 }, new SourceName("memory", null, "file"));
        var array = ArrayInfo.Contiguous(
            new DType('i', 1, ByteOrder.None),
            [2],
            fortran: false,
            new Payload(5, 3, PayloadEncoding.Utf8, LengthBytes: 4)
        );
        var edited = new EditedFile(
            source,
            [FileEdit.InPlace(array, new ArrayContent(0, array, IsOriginal: false)), new FileEdit(9, 1, new byte[] { 47 }, null, default)]
        );
        Assert.Null(edited.Length);
        using var file = AtomicFile.Create(Path.Combine(_folder.FullName, "edited"), overwrite: false);
        for (var piece = 0; piece < edited.PieceCount; piece++)
        {
            using var made = edited.Make(piece, (_, destination) => (destination[0], destination[1]) = (0x7F, 0x80));
            edited.Append(file.Handle, piece, made);
        }

        file.Commit();
        Assert.Equal([88, 3, 0, 0, 0, 0x7F, 0xC2, 0x80, 46, 47], File.ReadAllBytes(Path.Combine(_folder.FullName, "edited")));
    }

    [Fact]
    public void Create_OverlappingEdits_AreABug()
    {
        var source = new MemoryByteSource(new byte[10], new SourceName("memory", null, "file"));
        Assert.Throws<InvalidOperationException>(() =>
            new EditedFile(source, [new FileEdit(1, 4, default, null, default), new FileEdit(4, 1, default, null, default)])
        );
    }

    [Fact]
    public void AtomicFile_NotCommitted_LeavesNothing()
    {
        var path = Path.Combine(_folder.FullName, "never");
        using (var file = AtomicFile.Create(path, overwrite: false))
        {
            RandomAccess.Write(file.Handle, new byte[] { 1 }, 0);
        }
        Assert.Empty(_folder.EnumerateFiles());
    }
}
